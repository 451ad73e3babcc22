package dev.cnilab.cluster.image.agnhost;

import dev.cnilab.cluster.image.agnhost.call.AgnhostCommand;
import dev.cnilab.cluster.image.agnhost.call.AgnhostFlags;
import dev.cnilab.userland.process.Process;
import java.io.IOException;

/** {@code etc-hosts}: prints that file. */
final class EtcHosts implements AgnhostCommand {
  @Override
  public int run(Process process, AgnhostFlags flags) throws IOException {
    process.out().println(process.files().readText("/etc/hosts"));
    return 0;
  }
}
