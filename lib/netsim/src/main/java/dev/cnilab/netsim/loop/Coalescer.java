package dev.cnilab.netsim.loop;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Runs work once for all requests that come until it is due. On the loop only. */
public final class Coalescer implements AutoCloseable {
  private final EventLoop loop;
  private final Runnable work;
  private @Nullable Timer pending;
  private boolean closed;

  public Coalescer(EventLoop loop, Runnable work) {
    this.loop = loop;
    this.work = work;
  }

  /** Requests the work; does nothing if it is due already. */
  public void request(Duration delay) {
    if (pending == null && !closed) {
      pending = loop.schedule(delay, this::run);
    }
  }

  private void run() {
    pending = null;
    work.run();
  }

  /** Whether the work has been requested and not yet begun. */
  public boolean isPending() {
    return pending != null;
  }

  /** Cancels the work, and ignores every further request. */
  @Override
  public void close() {
    closed = true;
    if (pending != null) {
      pending.cancel();
      pending = null;
    }
  }
}
