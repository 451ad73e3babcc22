package dev.cnilab.cluster.kubelet.image;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A container that could not be started. */
public final class StartFailure extends Exception {
  private static final long serialVersionUID = 1L;
  private final String reason;
  private final @Nullable Instant backingOffUntil;

  /**
   * A failure.
   *
   * @param reason one word such as {@code ErrImagePull}, shown as the container's waiting reason
   */
  public StartFailure(String reason, String message) {
    this(reason, message, null);
  }

  private StartFailure(String reason, String message, @Nullable Instant backingOffUntil) {
    super(message, null, false, false);
    this.reason = reason;
    this.backingOffUntil = backingOffUntil;
  }

  /** A failure that lasts until a time, because the container has failed before. */
  public static StartFailure backingOff(String reason, String message, Instant until) {
    return new StartFailure(reason, message, until);
  }

  /** When the container may be restarted, if known. */
  public Optional<Instant> backingOffUntil() {
    return Optional.ofNullable(backingOffUntil);
  }

  public String reason() {
    return reason;
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
