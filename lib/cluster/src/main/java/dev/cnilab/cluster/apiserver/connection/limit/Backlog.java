package dev.cnilab.cluster.apiserver.connection.limit;

import dev.cnilab.netsim.loop.EventLoop;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.websocket.api.Callback;

/** Counts what is on its way to a client, and tells whether more may follow. From any thread. */
public final class Backlog {
  private static final long MOST = 256 * 1024;

  private final EventLoop loop;
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong taken = new AtomicLong();
  private volatile Runnable listener = () -> {};

  public Backlog(EventLoop loop) {
    this.loop = loop;
  }

  /** Sets what is called, on the loop, when there is room again. */
  public void onRoom(Runnable other) {
    listener = other;
  }

  public long size() {
    return bytes.get();
  }

  /** How much the client's connection has taken since the beginning. */
  long taken() {
    return taken.get();
  }

  public boolean hasRoom() {
    return size() < MOST;
  }

  /** Counts what is about to be sent, until it has been sent or has failed. */
  public Callback sending(int more) {
    add(more);
    Runnable gone = () -> remove(more);
    return Callback.from(gone, failure -> gone.run());
  }

  public void add(int more) {
    bytes.addAndGet(more);
  }

  /** Notes that the client's connection has taken this much. */
  public void remove(int less) {
    taken.addAndGet(less);
    long before = bytes.getAndAdd(-less);
    if (before >= MOST && before - less < MOST) {
      loop.execute(() -> listener.run());
    }
  }
}
