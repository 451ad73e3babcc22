package dev.cnilab.cluster.cni.plugin.main;

import dev.cnilab.cluster.cni.CniException;
import dev.cnilab.cluster.cni.CniResult;
import dev.cnilab.cluster.cni.plugin.call.CmdArgs;
import dev.cnilab.cluster.cni.plugin.call.CniPlugin;
import dev.cnilab.cluster.cni.plugin.call.IpamDelegate;
import dev.cnilab.cluster.log.GoText;
import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.link.Dummy;
import dev.cnilab.netsim.link.Link;
import java.util.List;

/** The plugin {@code dummy}: an address in the container without a connection to anything. */
public final class DummyPlugin implements CniPlugin {
  @Override
  public String about() {
    return "CNI dummy plugin v1.10.0";
  }

  @Override
  public CniResult add(CmdArgs args) throws CniException {
    IpamDelegate ipam = required(args);
    NetworkNamespace netns;
    try {
      netns = args.openNetns();
    } catch (CniException refused) {
      throw refused.during("failed to open netns " + GoText.quote(args.netns()));
    }
    Link dummy;
    try {
      dummy = netns.links().addDummy(args.ifName());
    } catch (ErrnoException refused) {
      throw new CniException("failed to create dummy: " + GoText.errno(refused));
    }
    try {
      return addressed(args, ipam, netns, dummy);
    } catch (CniException failed) {
      dummy.delete();
      throw failed;
    }
  }

  private static CniResult addressed(
      CmdArgs args, IpamDelegate ipam, NetworkNamespace netns, Link dummy) throws CniException {
    CniResult given = ipam.add();
    CniResult result =
        new CniResult(
            List.of(
                new CniResult.Interface(dummy.name(), dummy.address().toString(), 0, args.netns())),
            given.ipsOf(0),
            given.routes(),
            given.dns());
    return ipam.configure(netns, dummy, result);
  }

  private static IpamDelegate required(CmdArgs args) throws CniException {
    IpamDelegate ipam = new IpamDelegate(args);
    if (ipam.isNone()) {
      throw new CniException("dummy interface requires an IPAM configuration");
    }
    return ipam;
  }

  @Override
  public void del(CmdArgs args) throws CniException {
    new IpamDelegate(args).run("DEL");
    args.findNetns().flatMap(found -> found.links().find(args.ifName())).ifPresent(Link::delete);
  }

  @Override
  public void status(CmdArgs args) throws CniException {
    new IpamDelegate(args).run("STATUS");
  }

  @Override
  public void check(CmdArgs args) throws CniException {
    required(args).run("CHECK");
    AttachedLink.check(args, "", Dummy.class::isInstance, "dummy");
    if (args.openNetns().links().find(args.ifName()).filter(Link::isUp).isEmpty()) {
      throw new CniException("Interface " + args.ifName() + " is down");
    }
  }
}
