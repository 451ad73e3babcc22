package dev.cnilab.cluster.cni.plugin.address;

import dev.cnilab.cluster.cni.CniException;
import dev.cnilab.cluster.cni.CniResult;
import dev.cnilab.cluster.cni.ipam.HostLocal;
import dev.cnilab.cluster.cni.plugin.call.CmdArgs;
import dev.cnilab.cluster.cni.plugin.call.CniPlugin;

/** {@code host-local} as a plugin other plugins delegate to. */
public final class HostLocalPlugin implements CniPlugin {
  @Override
  public String about() {
    return "CNI host-local plugin v1.10.0";
  }

  @Override
  public CniResult add(CmdArgs args) throws CniException {
    return allocator(args).add(args.containerId(), args.ifName());
  }

  @Override
  public void del(CmdArgs args) throws CniException {
    allocator(args).del(args.containerId(), args.ifName());
  }

  @Override
  public void check(CmdArgs args) throws CniException {
    allocator(args).check(args.containerId(), args.ifName());
  }

  private static HostLocal allocator(CmdArgs args) throws CniException {
    String arguments = args.process().environment().getOrDefault("CNI_ARGS", "");
    return new HostLocal(args.process().files(), args.config(), arguments);
  }
}
