package dev.cnilab.cluster.image.agnhost;

import dev.cnilab.cluster.image.agnhost.call.AgnhostCommand;
import dev.cnilab.cluster.image.agnhost.call.AgnhostFlags;
import dev.cnilab.cluster.image.agnhost.call.ServerLifetime;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Signal;
import java.io.IOException;

/**
 * {@code pause}: waits for a signal and reports which one came, also as the termination message.
 */
final class AgnhostPause implements AgnhostCommand {
  private static final int INTERRUPTED = 1;
  private static final int TERMINATED = 2;

  @Override
  public int run(Process process, AgnhostFlags flags) {
    process.out().println("Paused");
    process.signals().handle(Signal.INT, () -> end(process, "interrupt", INTERRUPTED));
    process.signals().handle(Signal.TERM, () -> end(process, "terminated", TERMINATED));
    process.out().println("Signals registered");
    return ServerLifetime.untilEnded(process);
  }

  private static void end(Process process, String signal, int status) {
    String message = "exiting because of signal \"" + signal + "\"\n";
    String path =
        process.environment().getOrDefault("TERMINATION_MESSAGE_PATH", "/dev/termination-log");
    try {
      process.files().write(path, message);
    } catch (IOException notThere) {
      // The container has no place for it; the log still has the line.
    }
    process.out().print(message);
    process.end(status);
  }
}
