package dev.cnilab.cluster.image.agnhost;

import dev.cnilab.cluster.image.agnhost.call.AgnhostCommand;
import dev.cnilab.cluster.image.agnhost.call.AgnhostFlags;
import dev.cnilab.cluster.log.GoText;
import dev.cnilab.userland.process.Process;

/** {@code entrypoint-tester}: prints its arguments. */
final class EntrypointTester implements AgnhostCommand {
  @Override
  public int run(Process process, AgnhostFlags flags) {
    process.out().println(GoText.list(process.arguments()));
    return 0;
  }
}
