package dev.cnilab.cluster.cni.plugin.main;

import dev.cnilab.cluster.cni.CniException;
import dev.cnilab.cluster.cni.CniResult;
import dev.cnilab.cluster.cni.json.GoJsonException;
import dev.cnilab.cluster.cni.json.GoStruct;
import dev.cnilab.cluster.cni.plugin.call.CmdArgs;
import dev.cnilab.cluster.cni.plugin.call.CniPlugin;
import dev.cnilab.cluster.cni.plugin.call.IpamDelegate;
import dev.cnilab.cluster.cni.plugin.call.PluginFields;
import dev.cnilab.cluster.log.GoText;
import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.address.MacAddress;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.link.Link;
import java.util.List;

/** The plugin {@code host-device}: moves a link of the node into the container, and back. */
public final class HostDevicePlugin implements CniPlugin {
  @Override
  public String about() {
    return "CNI host-device plugin v1.10.0";
  }

  @Override
  public PluginFields fields() {
    return PluginFields.of("host-device");
  }

  @Override
  public CniResult add(CmdArgs args) throws CniException {
    GoStruct config = config(args);
    NetworkNamespace netns = openNetns(args);
    Link link = find(args, config);
    moveIn(link, netns, args.ifName());
    List<CniResult.Interface> interfaces =
        List.of(new CniResult.Interface(link.name(), link.address().toString(), 0, args.netns()));
    IpamDelegate ipam = new IpamDelegate(args);
    if (ipam.isNone()) {
      return new CniResult(interfaces, List.of(), List.of(), CniResult.EMPTY.dns());
    }
    CniResult given = ipam.add();
    CniResult result =
        new CniResult(interfaces, given.ipsOf(0), given.routes(), CniResult.EMPTY.dns());
    return ipam.configure(netns, link, result);
  }

  private static GoStruct config(CmdArgs args) throws CniException {
    try {
      GoStruct config = GoStruct.of("main.NetConf", args.config());
      boolean none = true;
      for (String key : List.of("device", "hwaddr", "kernelpath", "pciBusID")) {
        none &= config.text(key, "").isEmpty();
      }
      if (none) {
        throw new CniException(
            "specify either \"device\", \"hwaddr\", \"kernelpath\" or \"pciBusID\"");
      }
      return config;
    } catch (GoJsonException wrong) {
      throw new CniException("failed to load netconf: " + wrong.getMessage());
    }
  }

  private static NetworkNamespace openNetns(CmdArgs args) throws CniException {
    try {
      return args.openNetns();
    } catch (CniException refused) {
      throw refused.during("failed to open netns " + GoText.quote(args.netns()));
    }
  }

  /** No link of a machine here is a device with its own path under /sys. */
  private static Link find(CmdArgs args, GoStruct config) throws CniException {
    try {
      String name = config.text("device", "");
      String address = config.text("hwaddr", "");
      if (!name.isEmpty()) {
        return args.host()
            .links()
            .find(name)
            .orElseThrow(() -> new CniException("failed to find host device: Link not found"));
      }
      if (!address.isEmpty()) {
        MacAddress mac = MacAddress.parse(address);
        return args.host().links().all().stream()
            .filter(link -> link.address().equals(mac))
            .findFirst()
            .orElseThrow(HostDevicePlugin::noDevice);
      }
      throw noDevice();
    } catch (GoJsonException wrong) {
      throw new CniException("failed to load netconf: " + wrong.getMessage());
    } catch (IllegalArgumentException wrong) {
      throw new CniException("failed to find host device: " + wrong.getMessage());
    }
  }

  private static CniException noDevice() {
    return new CniException("failed to find host device: failed to find physical interface");
  }

  private static void moveIn(Link link, NetworkNamespace netns, String ifName) throws CniException {
    String name = link.name();
    boolean wasUp = link.isUp();
    try {
      link.moveTo(netns.links(), ifName);
    } catch (ErrnoException refused) {
      if (wasUp) {
        link.setUp();
      }
      throw new CniException(
          "failed to move link failed to move \"%s\" (host: \"%s\") to container NS: %s"
              .formatted(ifName, name, GoText.errno(refused)));
    }
    link.options().setAlias(name);
    link.setUp();
  }

  @Override
  public void del(CmdArgs args) throws CniException {
    config(args);
    if (args.netns().isEmpty()) {
      return;
    }
    NetworkNamespace netns = openNetns(args);
    IpamDelegate ipam = new IpamDelegate(args);
    if (!ipam.isNone()) {
      ipam.run("DEL");
    }
    Link link =
        netns
            .links()
            .find(args.ifName())
            .orElseThrow(
                () ->
                    new CniException(
                        "failed to find \"%s\" in containerNS: Link not found"
                            .formatted(args.ifName())));
    String name = link.options().alias();
    if (name.isEmpty()) {
      throw new CniException(
          "failed to find original ifname for \"%s\" (alias is not set)".formatted(args.ifName()));
    }
    try {
      link.moveTo(args.host().links(), name);
    } catch (ErrnoException refused) {
      throw new CniException(
          "failed to move \"%s\" to hostNS: %s".formatted(name, GoText.errno(refused)));
    }
    link.options().setAlias("");
  }

  @Override
  public void status(CmdArgs args) throws CniException {
    IpamDelegate ipam = new IpamDelegate(args);
    if (!ipam.isNone()) {
      ipam.run("STATUS");
    }
  }

  @Override
  public void check(CmdArgs args) throws CniException {
    config(args);
    IpamDelegate ipam = new IpamDelegate(args);
    if (!ipam.isNone()) {
      ipam.run("CHECK");
    }
    AttachedLink.check(args, "", link -> true, "");
  }
}
