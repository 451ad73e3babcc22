package dev.cnilab.cluster.apiserver.http.stream;

import dev.cnilab.cluster.apiserver.connection.limit.Deadlines;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Holds what is sent to a client for a moment after the handshake. Client-go creates its streams
 * only then, and discards what arrives before it has ("Unknown stream id"); a real cluster takes
 * longer to start a command than that. From any thread.
 */
final class HeadStart {
  private final List<Runnable> held = new ArrayList<>();
  private boolean over;

  /** Begins: everything is held until this time has passed, which is wall time. */
  void begin(Duration time) {
    if (time.isZero()) {
      end();
    } else {
      Deadlines.after(time, this::end);
    }
  }

  /** Runs an action once the time has passed, after all that were given before. */
  synchronized void afterwards(Runnable action) {
    if (over) {
      action.run();
    } else {
      held.add(action);
    }
  }

  synchronized void end() {
    over = true;
    held.forEach(Runnable::run);
    held.clear();
  }
}
