package dev.cnilab.cluster.image.cilium.endpoint;

import dev.cnilab.cluster.cni.plugin.CniPlugins;
import dev.cnilab.cluster.log.GoText;
import dev.cnilab.userland.process.Executables;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Program;
import java.io.IOException;
import java.util.List;

/** {@code /install-plugin.sh}: installs the plugin on the node. */
public final class InstallPlugin implements Program {
  private static final String DIRECTORY = "/host/opt/cni/bin";

  @Override
  public int run(Process process) {
    try {
      process.files().createDirectories(DIRECTORY);
      if (!process.files().exists(DIRECTORY + "/loopback")) {
        process.out().println("Installing loopback to " + DIRECTORY + "/loopback ...");
        CniPlugins.install(process.files(), DIRECTORY, List.of("loopback"));
        process.out().println("Wrote " + DIRECTORY + "/loopback");
      }
      process.out().println("Installing cilium-cni to " + DIRECTORY + "/cilium-cni ...");
      Executables.write(process.files(), DIRECTORY + "/cilium-cni", CiliumPlugin.PROGRAM);
    } catch (IOException refused) {
      process.err().println("Failed to install cilium-cni: " + GoText.errno(refused));
      return 1;
    }
    process.out().println("Wrote " + DIRECTORY + "/cilium-cni");
    return 0;
  }
}
