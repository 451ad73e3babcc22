package dev.cnilab.cluster.apiserver.connection.stream;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Everything that clients hold open for longer than a request: watches, logs, commands. From any
 * thread.
 */
public final class OpenStreams {
  private final Set<OpenStream> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger cuts = new AtomicInteger();

  /** Registers a stream; {@link #ended} must be called for it. */
  public void began(OpenStream stream) {
    open.add(stream);
  }

  public void ended(OpenStream stream) {
    open.remove(stream);
  }

  /** The place of a stream that a client asks for now. */
  public StreamPlace place() {
    return new StreamPlace(this, cuts.get());
  }

  /** How often all streams have been cut off. */
  int cuts() {
    return cuts.get();
  }

  void cutOff() {
    cuts.incrementAndGet();
    List.copyOf(open).forEach(OpenStream::cutOff);
  }
}
