package dev.cnilab.cluster.kubelet.worker;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;

/**
 * A failed step, and how soon it makes sense to retry ({@code completeWork} in the kubelet's
 * pod_workers.go).
 */
public final class SyncFailure extends Exception {
  private static final long serialVersionUID = 1L;

  /** A network that is not ready may become ready soon. */
  private static final Duration TRANSIENT = Duration.ofSeconds(1);

  private static final Duration USUAL = Duration.ofSeconds(10);

  private final transient Wait wait;

  private SyncFailure(String message, Wait wait) {
    super(message, null, false, false);
    this.wait = wait;
  }

  @FunctionalInterface
  private interface Wait {
    Duration from(Instant now);
  }

  public static SyncFailure networkNotReady(String message) {
    return new SyncFailure(message, now -> TRANSIENT);
  }

  public static SyncFailure of(String message) {
    return new SyncFailure(message, now -> USUAL);
  }

  /**
   * Containers failed and must not be restarted yet.
   *
   * @param until when the back-off of each ends; at least one
   */
  public static SyncFailure backingOff(String message, List<Instant> until) {
    Instant first = Collections.min(until);
    return new SyncFailure(
        message, now -> first.isAfter(now) ? Duration.between(now, first) : Duration.ZERO);
  }

  /** How long to wait before the next attempt, before jitter is added. */
  Duration retryAfter(Instant now) {
    return wait.from(now);
  }

  /** What went wrong. */
  @Override
  public String getMessage() {
    String message = super.getMessage();
    return message == null ? "" : message;
  }
}
