package dev.cnilab.cluster.apiserver.connection.intake;

import java.util.concurrent.Semaphore;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * How many requests are answered at a time, besides long-running ones: kube-apiserver's {@code
 * --max-requests-inflight} and {@code --max-mutating-requests-inflight}. From any thread.
 */
public final class Seats {
  private final Semaphore reading;
  private final Semaphore mutating;

  /**
   * All are free.
   *
   * @param reading for requests that get or list
   * @param mutating for all others
   */
  public Seats(int reading, int mutating) {
    this.reading = new Semaphore(reading);
    this.mutating = new Semaphore(mutating);
  }

  /** For a request that has not been answered; it leaves its seat when it has. */
  public Guest guest(Request request) {
    Guest guest = new Guest();
    Request.addCompletionListener(request, failure -> guest.leave());
    return guest;
  }

  /** A request that may need a seat. */
  public final class Guest {
    private @Nullable Semaphore seat;
    private boolean gone;

    private Guest() {}

    /**
     * Takes a seat for a request that gets or lists.
     *
     * @throws TooManyRequestsException if none is free
     */
    public void read() {
      take(reading);
    }

    /**
     * Takes a seat for any other request.
     *
     * @throws TooManyRequestsException if none is free
     */
    public void mutate() {
      take(mutating);
    }

    private synchronized void take(Semaphore seats) {
      if (gone || seat != null) {
        return;
      }
      if (!seats.tryAcquire()) {
        throw new TooManyRequestsException();
      }
      seat = seats;
    }

    private synchronized void leave() {
      gone = true;
      if (seat != null) {
        seat.release();
        seat = null;
      }
    }
  }
}
