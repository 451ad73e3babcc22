package dev.cnilab.cluster.cni.plugin.meta.portmap;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.cni.CniException;
import dev.cnilab.cluster.cni.CniResult;
import dev.cnilab.cluster.cni.plugin.call.CmdArgs;
import dev.cnilab.cluster.cni.plugin.call.CniPlugin;
import dev.cnilab.cluster.cni.plugin.call.PluginFields;
import dev.cnilab.netsim.address.Ipv4Prefix;
import java.util.ArrayList;
import java.util.List;

/** The plugin {@code portmap}: node ports that lead to ports of the container. */
public final class PortmapPlugin implements CniPlugin {
  @Override
  public String about() {
    return "CNI portmap plugin v1.10.0";
  }

  @Override
  public PluginFields fields() {
    return PluginFields.of("portmap");
  }

  @Override
  public CniResult add(CmdArgs args) throws CniException {
    CniResult previous =
        args.prevResult().orElseThrow(() -> new CniException("must be called as chained plugin"));
    PortmapOptions options = PortmapOptions.of(args.config());
    List<PortMapping> mappings = mappings(args);
    if (!mappings.isEmpty()) {
      for (CniResult.IpConfig ip : previous.ips()) {
        Ipv4Prefix container = Ipv4Prefix.parse(ip.address());
        if (options.backend().equals("nftables")) {
          new NftHostPorts(args, options).forward(mappings, container);
        } else {
          new PortmapRules(args, options).forward(mappings, container);
        }
      }
    }
    return previous;
  }

  @Override
  public void del(CmdArgs args) throws CniException {
    PortmapOptions options = PortmapOptions.of(args.config());
    if (mappings(args).isEmpty()) {
      return;
    }
    if (options.backend().equals("nftables")) {
      new NftHostPorts(args, options).unforward();
    } else {
      new PortmapRules(args, options).unforward();
    }
  }

  /** The mappings that the runtime asks for, once their numbers are checked. */
  private static List<PortMapping> mappings(CmdArgs args) throws CniException {
    List<PortMapping> mappings = new ArrayList<>();
    for (JsonNode each : args.config().path("runtimeConfig").path("portMappings")) {
      PortMapping mapping = PortMapping.of(each);
      requirePort("container", mapping.containerPort());
      requirePort("host", mapping.hostPort());
      mappings.add(mapping);
    }
    return mappings;
  }

  private static void requirePort(String side, int port) throws CniException {
    if (port <= 0) {
      throw new CniException("failed to parse config: Invalid " + side + " port number: " + port);
    }
  }

  @Override
  public void check(CmdArgs args) throws CniException {
    if (args.prevResult().isEmpty()) {
      throw new CniException("Required prevResult missing");
    }
  }
}
