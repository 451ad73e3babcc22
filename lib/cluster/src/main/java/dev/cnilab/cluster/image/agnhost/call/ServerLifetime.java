package dev.cnilab.cluster.image.agnhost.call;

import dev.cnilab.netsim.loop.WaitQueue;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Signal;

/** Waits for the end, as a server's main function does. */
public final class ServerLifetime {
  private ServerLifetime() {}

  /** Serves until SIGTERM or SIGINT; both count as success. */
  public static int untilTerminated(Process process) {
    process.signals().handle(Signal.TERM, () -> process.end(0));
    process.signals().handle(Signal.INT, () -> process.end(0));
    return untilEnded(process);
  }

  /** Serves until something ends the process. */
  public static int untilEnded(Process process) {
    WaitQueue ended = new WaitQueue(process.loop());
    process.onExit(status -> ended.wakeAll());
    while (process.isAlive()) {
      ended.await();
    }
    return process.status();
  }
}
