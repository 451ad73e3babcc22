package dev.cnilab.cluster.cni.plugin.main;

import dev.cnilab.cluster.cni.CniException;
import dev.cnilab.cluster.cni.CniResult;
import dev.cnilab.cluster.cni.plugin.call.CmdArgs;
import dev.cnilab.cluster.cni.plugin.call.CniPlugin;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.LinkAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code loopback}: sets a container's lo up. */
public final class LoopbackPlugin implements CniPlugin {
  @Override
  public String about() {
    return "CNI loopback plugin v1.10.0";
  }

  @Override
  public CniResult add(CmdArgs args) throws CniException {
    Link lo = args.openNetns().links().loopback();
    lo.setUp();
    Optional<CniResult> previous = args.prevResult();
    if (previous.isPresent()) {
      return previous.get();
    }
    List<CniResult.IpConfig> ips = new ArrayList<>();
    for (LinkAddress address : lo.addresses()) {
      ips.add(new CniResult.IpConfig(0, address.local().toString(), ""));
    }
    ips.add(new CniResult.IpConfig(0, "::1/128", ""));
    return new CniResult(
        List.of(new CniResult.Interface("lo", "00:00:00:00:00:00", 0, args.netns())),
        ips,
        List.of(),
        CniResult.EMPTY.dns());
  }

  @Override
  public void del(CmdArgs args) {
    args.findNetns().ifPresent(netns -> netns.links().loopback().setDown());
  }

  @Override
  public void check(CmdArgs args) throws CniException {
    if (!args.openNetns().links().loopback().isUp()) {
      throw new CniException("loopback interface is down");
    }
  }
}
