package dev.cnilab.cluster.apiserver.outage;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What clients have open for longer than a request: watches, logs, commands. From any thread. */
public final class Streams {
  private final Set<Open> open = ConcurrentHashMap.newKeySet();

  /** One of them. */
  @FunctionalInterface
  public interface Open {
    /** Ends it with an error that its client sees. */
    void cutOff();
  }

  /** Notes one; it must be {@link #ended} once. */
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
