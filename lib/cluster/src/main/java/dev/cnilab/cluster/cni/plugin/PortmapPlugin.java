package dev.cnilab.cluster.cni.plugin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.cni.CniException;
import dev.cnilab.cluster.cni.CniResult;

/** {@code portmap}: ports of the node that lead to ports of the container. */
final class PortmapPlugin implements CniPlugin {
  @Override
  public String about() {
    return "CNI portmap plugin v1.9.1";
  }

  @Override
  public CniResult add(CmdArgs args) throws CniException {
    CniResult previous =
        args.prevResult().orElseThrow(() -> new CniException("must be called as chained plugin"));
    requirePorts(args);
    return previous;
  }

  @Override
  public void del(CmdArgs args) throws CniException {
    requirePorts(args);
  }

  private static void requirePorts(CmdArgs args) throws CniException {
    for (JsonNode mapping : args.config().path("runtimeConfig").path("portMappings")) {
      requirePort(
          "container", mapping.path("ContainerPort").asInt(mapping.path("containerPort").asInt()));
      requirePort("host", mapping.path("HostPort").asInt(mapping.path("hostPort").asInt()));
    }
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
