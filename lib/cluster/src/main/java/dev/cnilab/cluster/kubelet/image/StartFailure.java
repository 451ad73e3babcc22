package dev.cnilab.cluster.kubelet.image;

/** A container that could not be started. */
public final class StartFailure extends Exception {
  private static final long serialVersionUID = 1L;
  private final String reason;

  /**
   * A failure.
   *
   * @param reason one word such as {@code ErrImagePull}, shown as the container's waiting reason
   */
  public StartFailure(String reason, String message) {
    super(message, null, false, false);
    this.reason = reason;
  }

  public String reason() {
    return reason;
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
