package dev.cnilab.cluster.apiserver.outage;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Everything that clients hold open for longer than a request: watches, logs, commands. From any
 * thread.
 */
public final class Streams {
  private final Set<Open> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger cuts = new AtomicInteger();

  /** An open stream. */
  @FunctionalInterface
  public interface Open {
    /** Ends it with an error that its client sees. */
    void cutOff();
  }

  /** Registers a stream; {@link #ended} must be called for it. */
  public void began(Open stream) {
    open.add(stream);
  }

  public void ended(Open stream) {
    open.remove(stream);
  }

  /** How many times all streams have been cut off. */
  public int cuts() {
    return cuts.get();
  }

  void cutOff() {
    cuts.incrementAndGet();
    List.copyOf(open).forEach(Open::cutOff);
  }
}
