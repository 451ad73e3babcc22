package dev.cnilab.cluster.cni.plugin.main;

import dev.cnilab.cluster.cni.CniException;
import dev.cnilab.cluster.cni.CniResult;
import dev.cnilab.cluster.cni.plugin.call.CmdArgs;
import dev.cnilab.cluster.cni.plugin.call.IpamDelegate;
import dev.cnilab.cluster.cni.plugin.call.Netlink;
import dev.cnilab.cluster.cni.plugin.call.PluginFields;
import dev.cnilab.cluster.log.GoText;
import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.link.Ipvlan;
import dev.cnilab.netsim.link.Link;
import java.util.List;
import java.util.Optional;

/** The plugin {@code ipvlan}: the pod shares the link-layer address of the node's link. */
public final class IpvlanPlugin extends StackedPlugin {
  public IpvlanPlugin() {
    super("ipvlan");
  }

  @Override
  public PluginFields fields() {
    return PluginFields.of("ipvlan");
  }

  /** In a chain, without a name, the link that the previous plugin made. */
  @Override
  String masterName(CmdArgs args) throws CniException {
    Optional<CniResult> previous = args.prevResult();
    if (!args.config().path("master").asText().isEmpty() || previous.isEmpty()) {
      return super.masterName(args);
    }
    List<CniResult.Interface> before = previous.get().interfaces();
    if (before.size() != 1 || before.getFirst().name().isEmpty()) {
      throw new CniException("chained master failure. PrevResult lacks a single named interface");
    }
    return before.getFirst().name();
  }

  @Override
  Link make(CmdArgs args, NetworkNamespace netns, Link master) throws CniException {
    String mode = args.config().path("mode").asText();
    switch (mode) {
      case "", "l2" -> {}
      case "l3", "l3s" ->
          throw new CniException(
              "ipvlan mode " + GoText.quote(mode) + " is not available on this machine");
      default -> throw new CniException("unknown ipvlan mode: " + GoText.quote(mode));
    }
    Ipvlan made = netns.links().addIpvlan(args.ifName(), master);
    int mtu = args.config().path("mtu").asInt(0);
    if (mtu > 0) {
      made.setMtu(mtu);
    }
    return made;
  }

  /** Without IPAM, it takes over the addresses of the previous plugin. */
  @Override
  CniResult configure(CmdArgs args, NetworkNamespace netns, Link made) throws CniException {
    Optional<CniResult> previous = args.prevResult().filter(before -> !before.ips().isEmpty());
    if (!new IpamDelegate(args).isNone() || previous.isEmpty()) {
      return addressed(args, netns, made);
    }
    CniResult result = result(args, made, previous.get());
    Netlink.configure(args.process(), netns, made, result);
    return result;
  }

  @Override
  public void check(CmdArgs args) throws CniException {
    IpamDelegate ipam = new IpamDelegate(args);
    if (!ipam.isNone()) {
      ipam.run("CHECK");
    }
    AttachedLink.check(args, "", Ipvlan.class::isInstance, "ipvlan");
  }
}
