package dev.cnilab.cluster.containerd;

import dev.cnilab.cluster.containerd.daemon.ContainerdLog;
import dev.cnilab.netsim.loop.Timer;
import dev.cnilab.userland.process.Process;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;

/**
 * The lock on containerd's database. One process holds it while it lives; others wait for it,
 * however long that takes, and log that they do. Until then the sockets belong to the first one.
 */
final class DatabaseLock {
  private static final Duration REMINDER = Duration.ofSeconds(10);

  private final Deque<Waiter> waiters = new ArrayDeque<>();
  private boolean held;

  /** Runs an action as soon as the process has the lock, if it is still alive then. */
  void acquire(Process process, Runnable then) {
    if (held) {
      waiters.add(new Waiter(process, then));
    } else {
      hold(process, then);
    }
  }

  private void hold(Process process, Runnable then) {
    held = true;
    process.onExit(status -> release());
    then.run();
  }

  private void release() {
    held = false;
    Waiter next = waiters.poll();
    if (next != null) {
      next.reminder.cancel();
      hold(next.process, next.then);
    }
  }

  private final class Waiter {
    private final Process process;
    private final Runnable then;
    private final ContainerdLog log = new ContainerdLog();
    private Timer reminder;

    Waiter(Process process, Runnable then) {
      this.process = process;
      this.then = then;
      log.writeTo(process);
      log.info("starting containerd");
      reminder = process.loop().schedule(REMINDER, this::remind);
      process.onExit(status -> leave());
    }

    private void remind() {
      log.warning("waiting for response from boltdb open", Map.of("plugin", "bolt"));
      reminder = process.loop().schedule(REMINDER, this::remind);
    }

    private void leave() {
      if (waiters.remove(this)) {
        reminder.cancel();
      }
    }
  }
}
