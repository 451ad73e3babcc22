package dev.cnilab.cluster.cni.plugin.address;

import dev.cnilab.cluster.cni.CniException;
import dev.cnilab.cluster.cni.CniResult;
import dev.cnilab.cluster.cni.plugin.call.CmdArgs;
import dev.cnilab.cluster.cni.plugin.call.CniPlugin;

/**
 * The plugin {@code dhcp} asks its daemon for addresses. The daemon, {@code dhcp daemon}, is not
 * modelled, as there is no DHCP server: its requests are never answered.
 */
public final class DhcpPlugin implements CniPlugin {
  private static final String SOCKET = "/run/cni/dhcp.sock";

  @Override
  public String about() {
    return "CNI dhcp plugin v1.10.0";
  }

  @Override
  public CniResult add(CmdArgs args) throws CniException {
    throw unreachable(args);
  }

  @Override
  public void del(CmdArgs args) throws CniException {
    throw unreachable(args);
  }

  @Override
  public void check(CmdArgs args) throws CniException {
    throw unreachable(args);
  }

  private static CniException unreachable(CmdArgs args) {
    String configured = args.config().path("ipam").path("daemonSocketPath").asText("");
    String path = configured.isEmpty() ? SOCKET : configured;
    boolean exists = args.process().files().exists(path);
    return new CniException(
        "error dialing DHCP daemon: dial unix %s: connect: %s"
            .formatted(path, exists ? "connection refused" : "no such file or directory"));
  }
}
