package dev.cnilab.cluster.image.calico.cni;

import dev.cnilab.cluster.client.connection.ApiClients;
import dev.cnilab.cluster.cni.plugin.call.PluginProgram;
import dev.cnilab.userland.process.ProgramRegistry;

/** The two plugins as programs; an init container of Calico installs the executables. */
public final class CalicoPlugins {
  public static final String MAIN = "cni-calico";
  public static final String IPAM = "cni-calico-ipam";

  private CalicoPlugins() {}

  public static void register(ProgramRegistry programs, ApiClients clients) {
    programs.add(MAIN, new PluginProgram(new CalicoPlugin(clients)));
    programs.add(IPAM, new PluginProgram(new CalicoIpamPlugin(clients)));
  }
}
