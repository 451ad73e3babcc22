package dev.cnilab.cluster.cni.plugin;

import dev.cnilab.cluster.cni.plugin.address.DhcpPlugin;
import dev.cnilab.cluster.cni.plugin.address.HostLocalPlugin;
import dev.cnilab.cluster.cni.plugin.address.StaticPlugin;
import dev.cnilab.cluster.cni.plugin.call.CniPlugin;
import dev.cnilab.cluster.cni.plugin.call.PluginProgram;
import dev.cnilab.cluster.cni.plugin.main.AbsentLinkPlugin;
import dev.cnilab.cluster.cni.plugin.main.BridgePlugin;
import dev.cnilab.cluster.cni.plugin.main.DummyPlugin;
import dev.cnilab.cluster.cni.plugin.main.HostDevicePlugin;
import dev.cnilab.cluster.cni.plugin.main.IpvlanPlugin;
import dev.cnilab.cluster.cni.plugin.main.LoopbackPlugin;
import dev.cnilab.cluster.cni.plugin.main.MacvlanPlugin;
import dev.cnilab.cluster.cni.plugin.main.PtpPlugin;
import dev.cnilab.cluster.cni.plugin.meta.BandwidthPlugin;
import dev.cnilab.cluster.cni.plugin.meta.FirewallPlugin;
import dev.cnilab.cluster.cni.plugin.meta.FlannelPlugin;
import dev.cnilab.cluster.cni.plugin.meta.SbrPlugin;
import dev.cnilab.cluster.cni.plugin.meta.portmap.PortmapPlugin;
import dev.cnilab.cluster.cni.plugin.meta.tuning.TuningPlugin;
import dev.cnilab.userland.file.mount.MountNamespace;
import dev.cnilab.userland.process.Executables;
import dev.cnilab.userland.process.ProgramRegistry;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The plugins that the package kubernetes-cni installs on a node. */
public final class CniPlugins {
  /** The name of flannel's plugin as a program; its image brings the executable. */
  public static final String FLANNEL = "cni-flannel";

  /** In bytes; of version 1.9.1-flannel3. */
  public static final long FLANNEL_SIZE = 2_896_034;

  private static final String PREFIX = "cni-";

  /** In bytes; of version 1.10.0 for amd64. */
  private static final Map<String, Long> SIZES =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("bandwidth", 3_629_218L),
              Map.entry("bridge", 5_726_370L),
              Map.entry("dhcp", 9_748_642L),
              Map.entry("dummy", 5_361_826L),
              Map.entry("firewall", 4_006_050L),
              Map.entry("host-device", 5_345_442L),
              Map.entry("host-local", 3_158_178L),
              Map.entry("ipvlan", 5_378_210L),
              Map.entry("loopback", 2_957_474L),
              Map.entry("macvlan", 5_406_882L),
              Map.entry("portmap", 3_752_098L),
              Map.entry("ptp", 5_578_914L),
              Map.entry("sbr", 3_133_602L),
              Map.entry("static", 2_601_122L),
              Map.entry("tap", 5_509_282L),
              Map.entry("tuning", 3_023_010L),
              Map.entry("vlan", 5_378_210L),
              Map.entry("vrf", 3_244_194L)));

  private CniPlugins() {}

  private static Map<String, CniPlugin> plugins() {
    Map<String, CniPlugin> plugins = new TreeMap<>();
    plugins.put("loopback", new LoopbackPlugin());
    plugins.put("bridge", new BridgePlugin());
    plugins.put("host-local", new HostLocalPlugin());
    plugins.put("portmap", new PortmapPlugin());
    plugins.put("ptp", new PtpPlugin());
    plugins.put("dummy", new DummyPlugin());
    plugins.put("host-device", new HostDevicePlugin());
    plugins.put("static", new StaticPlugin());
    plugins.put("tuning", new TuningPlugin());
    plugins.put("firewall", new FirewallPlugin());
    plugins.put("bandwidth", new BandwidthPlugin());
    plugins.put("macvlan", new MacvlanPlugin());
    plugins.put("ipvlan", new IpvlanPlugin());
    plugins.put("sbr", new SbrPlugin());
    plugins.put("dhcp", new DhcpPlugin());
    for (String kind : List.of("tap", "vlan", "vrf")) {
      plugins.put(kind, new AbsentLinkPlugin(kind));
    }
    return plugins;
  }

  /** Registers the plugins on a machine, including flannel's. */
  public static void register(ProgramRegistry programs) {
    plugins().forEach((name, plugin) -> programs.add(PREFIX + name, new PluginProgram(plugin)));
    programs.add(FLANNEL, new PluginProgram(new FlannelPlugin()));
  }

  /** Puts some of the executables into a directory, as images bring them along. */
  public static void install(MountNamespace files, String directory, List<String> names)
      throws IOException {
    for (String name : names) {
      Executables.write(
          files, directory + "/" + name, PREFIX + name, SIZES.getOrDefault(name, FLANNEL_SIZE));
    }
  }

  /** Puts the executables into a directory, all except flannel's. */
  public static void install(MountNamespace files, String directory) throws IOException {
    files.createDirectories(directory);
    for (Map.Entry<String, Long> plugin : SIZES.entrySet()) {
      String name = plugin.getKey();
      Executables.write(files, directory + "/" + name, PREFIX + name, plugin.getValue());
    }
  }
}
