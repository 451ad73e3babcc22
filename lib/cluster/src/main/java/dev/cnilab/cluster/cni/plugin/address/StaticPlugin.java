package dev.cnilab.cluster.cni.plugin.address;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.cni.CniException;
import dev.cnilab.cluster.cni.CniResult;
import dev.cnilab.cluster.cni.CniRoute;
import dev.cnilab.cluster.cni.CniVersion;
import dev.cnilab.cluster.cni.plugin.call.CmdArgs;
import dev.cnilab.cluster.cni.plugin.call.CniPlugin;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import java.util.ArrayList;
import java.util.List;

/**
 * The plugin {@code static}: the addresses in the configuration, even if something else has them.
 */
public final class StaticPlugin implements CniPlugin {
  @Override
  public String about() {
    return "CNI static plugin v1.10.0";
  }

  @Override
  public CniResult add(CmdArgs args) throws CniException {
    JsonNode ipam = args.config().path("ipam");
    List<CniRoute> routes = CniRoute.list(ipam.path("routes"));
    return new CniResult(
        List.of(),
        addresses(args),
        routes,
        ipam.path("dns") instanceof ObjectNode dns ? dns : CniResult.EMPTY.dns());
  }

  /** The runtime's addresses take precedence over those of CNI_ARGS, and these over the file's. */
  private static List<CniResult.IpConfig> addresses(CmdArgs args) throws CniException {
    JsonNode ipam = args.config().path("ipam");
    if (!ipam.isObject()) {
      throw new CniException("IPAM config missing 'ipam' key");
    }
    JsonNode arguments = args.config().path("args").path("cni").path("ips");
    JsonNode runtime = args.config().path("runtimeConfig").path("ips");
    List<CniResult.IpConfig> ips = new ArrayList<>();
    if (runtime.isEmpty() && arguments.isEmpty()) {
      for (JsonNode each : ipam.path("addresses")) {
        String address = each.path("address").asText("");
        require(address, "the 'address' field is expected to be in CIDR notation, got: '%s'");
        ips.add(new CniResult.IpConfig(null, address, gateway(each)));
      }
    }
    for (JsonNode each : runtime.isEmpty() ? arguments : runtime) {
      require(each.asText(), "an entry in the 'ips' field is NOT in CIDR notation, got: '%s'");
      ips.add(new CniResult.IpConfig(null, each.asText(), ""));
    }
    if (ips.size() > 1 && !CniVersion.isAtLeast(args.cniVersion(), "0.3.0")) {
      throw new CniException(
          "CNI version %s does not support more than 1 address per family"
              .formatted(args.cniVersion()));
    }
    return ips;
  }

  private static void require(String address, String words) throws CniException {
    if (Ipv4Prefix.block(address).isEmpty()) {
      throw new CniException(words.formatted(address));
    }
  }

  private static String gateway(JsonNode address) throws CniException {
    String gateway = address.path("gateway").asText("");
    if (gateway.isEmpty()) {
      return "";
    }
    return Ipv4Address.read(gateway)
        .map(Ipv4Address::toString)
        .orElseThrow(() -> new CniException("invalid IP address: " + gateway));
  }

  @Override
  public void del(CmdArgs args) {}

  @Override
  public void check(CmdArgs args) throws CniException {
    CniResult previous =
        args.prevResult().orElseThrow(() -> new CniException("Required prevResult missing"));
    for (CniResult.IpConfig wanted : addresses(args)) {
      for (CniResult.IpConfig found : previous.ips()) {
        boolean same = host(wanted).equals(host(found));
        if (same && !wanted.gateway().isEmpty() && !wanted.gateway().equals(found.gateway())) {
          throw new CniException(
              "static: Failed to match addr %s on interface %s"
                  .formatted(host(found), args.ifName()));
        }
      }
    }
  }

  private static String host(CniResult.IpConfig ip) {
    return ip.address().replaceFirst("/.*", "");
  }
}
