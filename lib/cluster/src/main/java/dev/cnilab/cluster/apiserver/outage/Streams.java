package dev.cnilab.cluster.apiserver.outage;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Everything that clients hold open for longer than a request: watches, logs, commands. From any
 * thread.
 */
public final class Streams {
  private final Set<Open> open = ConcurrentHashMap.newKeySet();

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

  void cutOff() {
    List.copyOf(open).forEach(Open::cutOff);
  }
}
