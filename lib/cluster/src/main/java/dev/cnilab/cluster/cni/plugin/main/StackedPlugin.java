package dev.cnilab.cluster.cni.plugin.main;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.cni.CniException;
import dev.cnilab.cluster.cni.CniResult;
import dev.cnilab.cluster.cni.plugin.call.CmdArgs;
import dev.cnilab.cluster.cni.plugin.call.CniPlugin;
import dev.cnilab.cluster.cni.plugin.call.IpamDelegate;
import dev.cnilab.cluster.log.GoText;
import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.link.Link;
import java.util.List;

/**
 * The plugins {@code macvlan} and {@code ipvlan}: a link in the container on top of one of the
 * node's.
 */
abstract sealed class StackedPlugin implements CniPlugin permits MacvlanPlugin, IpvlanPlugin {
  private final String kind;

  StackedPlugin(String kind) {
    this.kind = kind;
  }

  @Override
  public final String about() {
    return "CNI " + kind + " plugin v1.10.0";
  }

  @Override
  public final CniResult add(CmdArgs args) throws CniException {
    Link master = master(args);
    NetworkNamespace netns = openNetns(args);
    Link made;
    try {
      made = make(args, netns, master);
    } catch (ErrnoException refused) {
      throw new CniException("failed to create " + kind + ": " + GoText.errno(refused));
    }
    try {
      return configure(args, netns, made);
    } catch (CniException failed) {
      made.delete();
      throw failed;
    }
  }

  private Link master(CmdArgs args) throws CniException {
    String name = masterName(args);
    return args.host()
        .links()
        .find(name)
        .orElseThrow(
            () ->
                new CniException(
                    "failed to lookup master " + GoText.quote(name) + ": Link not found"));
  }

  /** The name in the configuration, otherwise that of the link with the default route. */
  String masterName(CmdArgs args) throws CniException {
    String configured = args.config().path("master").asText();
    if (!configured.isEmpty()) {
      return configured;
    }
    return args.host().routes().list().stream()
        .filter(route -> route.destination().equals(Ipv4Prefix.DEFAULT))
        .flatMap(route -> route.nextHops().stream())
        .map(hop -> hop.device().name())
        .findFirst()
        .orElseThrow(() -> new CniException("no default route interface found"));
  }

  private static NetworkNamespace openNetns(CmdArgs args) throws CniException {
    try {
      return args.openNetns();
    } catch (CniException refused) {
      throw refused.during("failed to open netns " + GoText.quote(args.netns()));
    }
  }

  /** Makes the link. */
  abstract Link make(CmdArgs args, NetworkNamespace netns, Link master) throws CniException;

  /** Gives the link its addresses and sets it up. */
  abstract CniResult configure(CmdArgs args, NetworkNamespace netns, Link made) throws CniException;

  /** The result of IPAM, all of it for the one link. */
  final CniResult addressed(CmdArgs args, NetworkNamespace netns, Link made) throws CniException {
    IpamDelegate ipam = new IpamDelegate(args);
    return ipam.configure(netns, made, result(args, made, ipam.add()));
  }

  /** The result with the link and these addresses, all assigned to the link. */
  static CniResult result(CmdArgs args, Link made, CniResult given) {
    ObjectNode dns = args.config().path("dns") instanceof ObjectNode own ? own : given.dns();
    return new CniResult(
        List.of(new CniResult.Interface(made.name(), made.address().toString(), 0, args.netns())),
        given.ipsOf(0),
        given.routes(),
        dns);
  }

  @Override
  public final void del(CmdArgs args) throws CniException {
    IpamDelegate ipam = new IpamDelegate(args);
    if (!ipam.isNone()) {
      ipam.run("DEL");
    }
    args.findNetns().flatMap(found -> found.links().find(args.ifName())).ifPresent(Link::delete);
  }

  @Override
  public final void status(CmdArgs args) throws CniException {
    IpamDelegate ipam = new IpamDelegate(args);
    if (!ipam.isNone()) {
      ipam.run("STATUS");
    }
  }
}
