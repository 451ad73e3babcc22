package dev.cnilab.cluster.apiserver.connection.limit;

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

  /** The place of a stream that a client asks for now. */
  public Place place() {
    return new Place(this, cuts.get());
  }

  /**
   * The place of a stream that is not open yet.
   *
   * @param cuts how often all streams had been cut off when its client asked for it
   */
  public record Place(Streams streams, int cuts) {
    /**
     * Registers the stream; {@link #ended} must be called for it.
     *
     * @return false if all streams have been cut off since its client asked for it
     */
    public boolean began(Open stream) {
      streams.began(stream);
      return isGood();
    }

    public void ended(Open stream) {
      streams.ended(stream);
    }

    /** Whether all streams that were asked for at the same time are still open. */
    public boolean isGood() {
      return streams.cuts.get() == cuts;
    }
  }

  void cutOff() {
    cuts.incrementAndGet();
    List.copyOf(open).forEach(Open::cutOff);
  }
}
