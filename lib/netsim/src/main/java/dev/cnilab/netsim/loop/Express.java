package dev.cnilab.netsim.loop;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * Events of lanes that happen at once and one after the other, while {@link EventLoop#expedite} is
 * under way.
 */
final class Express {
  /** What is more than this takes its time, so that a storm of frames cannot stop the clock. */
  private static final int MOST = 2048;

  private final Deque<Runnable> events = new ArrayDeque<>();
  private int taken;
  private boolean open;

  /** Takes an event, or refuses it: then it happens when it is due. */
  boolean takes(Runnable event) {
    if (!open || taken >= MOST) {
      return false;
    }
    taken++;
    events.add(event);
    return true;
  }

  /** Does something, and all that follows from it. */
  void run(Runnable action, Consumer<Throwable> uncaught) {
    if (open) {
      action.run();
      return;
    }
    open = true;
    taken = 0;
    try {
      action.run();
    } finally {
      drain(uncaught);
      open = false;
    }
  }

  private void drain(Consumer<Throwable> uncaught) {
    for (Runnable event = events.poll(); event != null; event = events.poll()) {
      try {
        event.run();
      } catch (Throwable thrown) {
        uncaught.accept(thrown);
      }
    }
  }
}
