package dev.cnilab.netsim.loop;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/** Runs the events of lanes at once, one after another, during {@link EventLoop#expedite}. */
final class Express {
  /** Further events run at their due time, so that a storm of frames cannot stop the clock. */
  private static final int MOST = 2048;

  private final Deque<Runnable> events = new ArrayDeque<>();
  private int taken;
  private boolean open;

  /** Accepts an event to run at once; if it refuses, the event runs when it is due. */
  boolean takes(Runnable event) {
    if (!open || taken >= MOST) {
      return false;
    }
    taken++;
    events.add(event);
    return true;
  }

  /** Runs an action and all events that follow from it. */
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
