package dev.cnilab.cluster.cni.plugin.main;

import dev.cnilab.cluster.cni.CniException;
import dev.cnilab.cluster.cni.CniResult;
import dev.cnilab.cluster.cni.plugin.call.CmdArgs;
import dev.cnilab.cluster.cni.plugin.call.IpamDelegate;
import dev.cnilab.cluster.cni.plugin.call.PluginFields;
import dev.cnilab.cluster.log.GoText;
import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.address.MacAddress;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.Macvlan;
import java.util.Map;

/** The plugin {@code macvlan}: a link-layer address of the pod's own on the node's link. */
public final class MacvlanPlugin extends StackedPlugin {
  private static final Map<String, Macvlan.Mode> MODES =
      Map.of(
          "", Macvlan.Mode.BRIDGE,
          "bridge", Macvlan.Mode.BRIDGE,
          "private", Macvlan.Mode.PRIVATE,
          "vepa", Macvlan.Mode.VEPA);

  public MacvlanPlugin() {
    super("macvlan");
  }

  @Override
  public PluginFields fields() {
    return PluginFields.of("macvlan");
  }

  @Override
  Link make(CmdArgs args, NetworkNamespace netns, Link master) throws CniException {
    int mtu = args.config().path("mtu").asInt(0);
    if (mtu < 0 || mtu > master.mtu()) {
      throw new CniException(
          "invalid MTU %d, must be [0, master MTU(%d)]".formatted(mtu, master.mtu()));
    }
    Macvlan made = netns.links().addMacvlan(args.ifName(), master, mode(args));
    if (mtu > 0) {
      made.setMtu(mtu);
    }
    setAddress(args, made);
    return made;
  }

  private static Macvlan.Mode mode(CmdArgs args) throws CniException {
    String text = args.config().path("mode").asText();
    if (text.equals("passthru")) {
      throw new CniException("macvlan mode \"passthru\" is not available on this machine");
    }
    Macvlan.Mode mode = MODES.get(text);
    if (mode == null) {
      throw new CniException("unknown macvlan mode: " + GoText.quote(text));
    }
    return mode;
  }

  private static void setAddress(CmdArgs args, Macvlan made) throws CniException {
    String wanted = HardwareAddress.ofMacvlan(args);
    if (!wanted.isEmpty()) {
      try {
        made.setAddress(MacAddress.parse(wanted));
      } catch (IllegalArgumentException malformed) {
        made.delete();
        throw new CniException(
            "invalid args %s for MAC addr: address %s: invalid MAC address"
                .formatted(wanted, wanted));
      }
    }
  }

  @Override
  CniResult configure(CmdArgs args, NetworkNamespace netns, Link made) throws CniException {
    if (!new IpamDelegate(args).isNone()) {
      return addressed(args, netns, made);
    }
    made.setUp();
    return result(args, made, CniResult.EMPTY);
  }

  @Override
  public void check(CmdArgs args) throws CniException {
    IpamDelegate ipam = new IpamDelegate(args);
    if (!ipam.isNone()) {
      ipam.run("CHECK");
    }
    AttachedLink.check(args, "", Macvlan.class::isInstance, "macvlan");
  }
}
