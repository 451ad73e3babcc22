package dev.cnilab.cluster.cni.plugin.meta;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.cni.CniException;
import dev.cnilab.cluster.cni.CniResult;
import dev.cnilab.cluster.cni.plugin.call.CmdArgs;
import dev.cnilab.cluster.cni.plugin.call.CniPlugin;
import dev.cnilab.netsim.address.Ipv4Prefix;

/** The plugin {@code portmap}: node ports that lead to ports of the container. */
public final class PortmapPlugin implements CniPlugin {
  @Override
  public String about() {
    return "CNI portmap plugin v1.10.0";
  }

  @Override
  public CniResult add(CmdArgs args) throws CniException {
    CniResult previous =
        args.prevResult().orElseThrow(() -> new CniException("must be called as chained plugin"));
    JsonNode mappings = mappings(args);
    if (!mappings.isEmpty()) {
      for (CniResult.IpConfig ip : previous.ips()) {
        new HostPorts(args).forward(mappings, Ipv4Prefix.parse(ip.address()));
      }
    }
    return previous;
  }

  @Override
  public void del(CmdArgs args) throws CniException {
    if (!mappings(args).isEmpty()) {
      new HostPorts(args).unforward();
    }
  }

  /** The mappings that the runtime asks for, once their numbers are checked. */
  private static JsonNode mappings(CmdArgs args) throws CniException {
    JsonNode mappings = args.config().path("runtimeConfig").path("portMappings");
    for (JsonNode mapping : mappings) {
      requirePort("container", mapping.path("ContainerPort").asInt());
      requirePort("host", mapping.path("HostPort").asInt());
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
