package dev.cnilab.cluster.apiserver.connection.intake;

import java.util.concurrent.CompletionStage;

/**
 * How much memory the requests of all clients take until they are answered, in bytes. Few bytes of
 * each are free: they are part of what a connection takes anyway. From any thread.
 */
public final class HeldBytes {
  /** What an ordinary request's headers need, and its body. */
  static final int FREE = 8 * 1024;

  private final long most;
  private long left;

  /**
   * Nothing is held yet.
   *
   * @param most how much may be held at a time
   */
  public HeldBytes(long most) {
    this.most = most;
    this.left = most;
  }

  /** Whether there is room for that much more, which is then taken. */
  private synchronized boolean take(long more) {
    if (more > left) {
      return false;
    }
    left -= more;
    return true;
  }

  private synchronized void giveBack(long less) {
    left += less;
  }

  /** How much may be held at a time. */
  public long most() {
    return most;
  }

  /** How much more may be held. */
  public synchronized long left() {
    return left;
  }

  /** A share that holds nothing yet. */
  public Share share() {
    return new Share();
  }

  /** What one request holds. */
  public final class Share {
    private long held;
    private int users;
    private boolean over;

    private Share() {}

    /**
     * Sets how much this share holds from now on; false if there is no room for it, which changes
     * nothing. The first bytes are free.
     */
    public synchronized boolean hold(long size) {
      long wanted = Math.max(0, size - FREE);
      if (over || (wanted > held && !take(wanted - held))) {
        return false;
      }
      if (wanted < held) {
        giveBack(held - wanted);
      }
      held = wanted;
      return true;
    }

    /** Holds it until this has happened, and everything else that it is held for. */
    synchronized void until(CompletionStage<?> event) {
      users++;
      event.whenComplete((done, failure) -> happened());
    }

    private synchronized void happened() {
      users--;
      if (users == 0) {
        end();
      }
    }

    /** Gives everything back; from then on nothing can be held. */
    public synchronized void end() {
      giveBack(held);
      held = 0;
      over = true;
    }
  }
}
