package dev.cnilab.cluster.cni.plugin.main;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.cni.CniException;
import dev.cnilab.cluster.cni.CniResult;
import dev.cnilab.cluster.cni.plugin.call.CmdArgs;
import dev.cnilab.cluster.cni.plugin.call.CniPlugin;
import dev.cnilab.cluster.cni.plugin.call.IpamDelegate;
import dev.cnilab.cluster.cni.plugin.call.Netlink;
import dev.cnilab.cluster.cni.plugin.call.PluginFields;
import dev.cnilab.cluster.cni.plugin.call.masquerade.Masquerade;
import dev.cnilab.cluster.log.GoText;
import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.LinkAddress.Scope;
import dev.cnilab.netsim.link.Veth;
import dev.cnilab.netsim.route.fib.RouteRequest;
import java.util.List;
import java.util.Optional;

/** {@code ptp}: a veth pair to the node and a route to each container, without a bridge. */
public final class PtpPlugin implements CniPlugin {
  private static final int CONTAINER_INTERFACE = 1;

  @Override
  public PluginFields fields() {
    return PluginFields.of("ptp");
  }

  @Override
  public String about() {
    return "CNI ptp plugin v1.10.0";
  }

  @Override
  public CniResult add(CmdArgs args) throws CniException {
    IpamDelegate ipam = new IpamDelegate(args);
    CniResult given = ipam.add();
    try {
      args.host().sysctl().set("net.ipv4.ip_forward", "1");
      NetworkNamespace netns = openNetns(args);
      int mtu = args.config().path("mtu").asInt(0);
      Veth veth = VethPair.create(netns, args.ifName(), args.host(), mtu, "");
      CniResult result = result(args, veth, given);
      Netlink.configure(args.process(), netns, veth, result);
      for (CniResult.IpConfig ip : result.ips()) {
        leadThroughGateway(netns, veth, ip);
        leadToContainer(args.host(), veth.peer(), ip);
      }
      if (args.isSet("ipMasq")) {
        Masquerade.setup(args, result);
      }
      return result;
    } catch (CniException failed) {
      ipam.release();
      throw failed;
    }
  }

  private static NetworkNamespace openNetns(CmdArgs args) throws CniException {
    try {
      return args.openNetns();
    } catch (CniException refused) {
      throw refused.during("failed to open netns " + GoText.quote(args.netns()));
    }
  }

  private static CniResult result(CmdArgs args, Veth veth, CniResult given) {
    List<CniResult.Interface> interfaces =
        List.of(
            new CniResult.Interface(veth.peer().name(), veth.peer().address().toString(), 0, ""),
            new CniResult.Interface(veth.name(), veth.address().toString(), 0, args.netns()));
    ObjectNode dns = args.config().path("dns") instanceof ObjectNode own ? own : given.dns();
    return new CniResult(interfaces, given.ipsOf(CONTAINER_INTERFACE), given.routes(), dns);
  }

  /** All packets but those to the gateway go to the gateway, because only it is on the link. */
  private static void leadThroughGateway(NetworkNamespace netns, Veth veth, CniResult.IpConfig ip)
      throws CniException {
    Ipv4Prefix own = Ipv4Prefix.parse(ip.address());
    Ipv4Address gateway = gateway(ip);
    try {
      netns.routes().delete(RouteRequest.to(own.network()).dev(veth));
    } catch (ErrnoException refused) {
      throw new CniException(
          "failed to delete route %s: %s".formatted(own.network(), GoText.errno(refused)));
    }
    add(
        netns,
        RouteRequest.to(Ipv4Prefix.of(gateway)).dev(veth).scope(Scope.LINK).source(own.address()));
    add(netns, RouteRequest.to(own.network()).via(gateway, veth).source(own.address()));
  }

  private static void add(NetworkNamespace netns, RouteRequest route) throws CniException {
    try {
      netns.routes().add(route);
    } catch (ErrnoException refused) {
      throw new CniException("failed to add route: " + GoText.errno(refused));
    }
  }

  /** The node's end gets the gateway's address, and a route to the container. */
  private static void leadToContainer(NetworkNamespace host, Link veth, CniResult.IpConfig ip)
      throws CniException {
    Ipv4Prefix container = Ipv4Prefix.of(Ipv4Prefix.parse(ip.address()).address());
    try {
      veth.inet().add(Ipv4Prefix.of(gateway(ip)));
    } catch (ErrnoException refused) {
      throw new CniException(
          "failed to add IP addr (%s) to veth: %s".formatted(ip.gateway(), GoText.errno(refused)));
    }
    try {
      host.routes().add(RouteRequest.to(container).dev(veth).scope(Scope.HOST));
    } catch (ErrnoException refused) {
      if (refused.errno() != Errno.EEXIST) {
        throw new CniException("failed to add route on host: " + GoText.errno(refused));
      }
    }
  }

  private static Ipv4Address gateway(CniResult.IpConfig ip) throws CniException {
    if (ip.gateway().isEmpty()) {
      throw new CniException("failed to add route: invalid argument");
    }
    return Ipv4Address.parse(ip.gateway());
  }

  @Override
  public void del(CmdArgs args) throws CniException {
    new IpamDelegate(args).run("DEL");
    Optional<Link> link = args.findNetns().flatMap(found -> found.links().find(args.ifName()));
    link.ifPresent(Link::delete);
    if (link.isPresent() && args.isSet("ipMasq")) {
      Masquerade.teardown(args);
    }
  }

  @Override
  public void status(CmdArgs args) throws CniException {
    new IpamDelegate(args).run("STATUS");
  }

  @Override
  public void check(CmdArgs args) throws CniException {
    new IpamDelegate(args).run("CHECK");
    AttachedLink.check(args, "ptp", Veth.class::isInstance, "veth/p2p");
  }
}
