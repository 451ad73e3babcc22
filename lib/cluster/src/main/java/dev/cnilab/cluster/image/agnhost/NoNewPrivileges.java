package dev.cnilab.cluster.image.agnhost;

import dev.cnilab.cluster.image.agnhost.call.AgnhostCommand;
import dev.cnilab.cluster.image.agnhost.call.AgnhostFlags;
import dev.cnilab.userland.process.Process;

/** {@code nonewprivs}: prints its effective user ID. */
final class NoNewPrivileges implements AgnhostCommand {
  @Override
  public int run(Process process, AgnhostFlags flags) {
    process.out().println("Effective uid: " + process.user());
    return 0;
  }
}
