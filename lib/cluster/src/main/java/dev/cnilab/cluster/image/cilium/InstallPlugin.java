package dev.cnilab.cluster.image.cilium;

import dev.cnilab.cluster.log.GoText;
import dev.cnilab.userland.process.Executables;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Program;
import java.io.IOException;

/** {@code /install-plugin.sh}: installs the plugin on the node. */
public final class InstallPlugin implements Program {
  private static final String DIRECTORY = "/host/opt/cni/bin";

  @Override
  public int run(Process process) {
    process.out().println("Installing cilium-cni to " + DIRECTORY + " ...");
    try {
      process.files().createDirectories(DIRECTORY);
      Executables.write(process.files(), DIRECTORY + "/cilium-cni", CiliumPlugin.PROGRAM);
    } catch (IOException refused) {
      process.err().println("Failed to install cilium-cni: " + GoText.errno(refused));
      return 1;
    }
    process.out().println("wrote " + DIRECTORY + "/cilium-cni");
    return 0;
  }
}
