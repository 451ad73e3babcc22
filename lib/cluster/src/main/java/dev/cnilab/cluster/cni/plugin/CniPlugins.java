package dev.cnilab.cluster.cni.plugin;

import dev.cnilab.userland.file.MountNamespace;
import dev.cnilab.userland.process.Executables;
import dev.cnilab.userland.process.ProgramRegistry;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The plugins as a node has them after the installation of the package kubernetes-cni. */
public final class CniPlugins {
  /** The name of flannel's plugin as a program; its image brings the executable. */
  public static final String FLANNEL = "cni-flannel";

  private static final String PREFIX = "cni-";

  private CniPlugins() {}

  private static Map<String, CniPlugin> plugins() {
    Map<String, CniPlugin> plugins = new TreeMap<>();
    plugins.put("loopback", new Loopback());
    plugins.put("bridge", new BridgePlugin());
    plugins.put("host-local", new HostLocalPlugin());
    plugins.put("portmap", new PortmapPlugin());
    for (String name : List.of("bandwidth", "firewall", "tuning")) {
      plugins.put(name, new PassingPlugin(name));
    }
    for (String name : List.of("dummy", "host-device", "ipvlan", "macvlan", "ptp", "static")) {
      plugins.put(name, new AbsentPlugin(name));
    }
    return plugins;
  }

  /** Makes the plugins known to a machine, flannel's too. */
  public static void register(ProgramRegistry programs) {
    plugins().forEach((name, plugin) -> programs.add(PREFIX + name, new PluginProgram(plugin)));
    programs.add(FLANNEL, new PluginProgram(new FlannelPlugin()));
  }

  /** Puts the executables into a directory, all but flannel's. */
  public static void install(MountNamespace files, String directory) throws IOException {
    files.createDirectories(directory);
    for (String name : plugins().keySet()) {
      Executables.write(files, directory + "/" + name, PREFIX + name);
    }
  }
}
