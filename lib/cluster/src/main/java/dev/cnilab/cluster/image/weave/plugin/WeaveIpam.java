package dev.cnilab.cluster.image.weave.plugin;

import dev.cnilab.cluster.cni.CniException;
import dev.cnilab.cluster.cni.CniResult;
import dev.cnilab.cluster.cni.plugin.call.CmdArgs;
import dev.cnilab.cluster.cni.plugin.call.CniPlugin;
import java.util.List;

/** {@code weave-ipam}: the weaver's addresses for delegating plugins such as {@code bridge}. */
public final class WeaveIpam implements CniPlugin {
  /** The program's name; weave's image installs the executable. */
  public static final String PROGRAM = "cni-weave-ipam";

  @Override
  public String about() {
    return "CNI weave-ipam plugin 2.8.1";
  }

  @Override
  public CniResult add(CmdArgs args) throws CniException {
    String address = WeaveAgent.allocate(args, args.containerId());
    return new CniResult(
        List.of(),
        List.of(new CniResult.IpConfig(null, address, "")),
        List.of(),
        CniResult.EMPTY.dns());
  }

  @Override
  public void del(CmdArgs args) throws CniException {
    WeaveAgent.release(args);
  }
}
