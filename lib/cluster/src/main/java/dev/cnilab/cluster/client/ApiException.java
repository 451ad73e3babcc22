package dev.cnilab.cluster.client;

/** The API server refused a request, or could not be reached. */
public final class ApiException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final String NEEDS_TASK = "NeedsTask";
  private final transient ApiStatus status;

  public ApiException(ApiStatus status) {
    super(status.message());
    this.status = status;
  }

  /**
   * There was no answer.
   *
   * @param message as in client-go: {@code Get "https://10.96.0.1:443/…": dial tcp …}
   */
  public static ApiException unreachable(String message) {
    return new ApiException(ApiStatus.of(0, "", message));
  }

  /**
   * The request has to wait, which only a task can do.
   *
   * @param what has to happen first
   */
  public static ApiException needsTask(String what) {
    return new ApiException(
        ApiStatus.of(504, NEEDS_TASK, "Timeout: request did not complete: " + what));
  }

  /** Whether a task, which can wait, would have got an answer. */
  public boolean isForTask() {
    return status.reason().equals(NEEDS_TASK);
  }

  /** Whether the server did not answer at all; the request may still have been carried out. */
  public boolean isUnreachable() {
    return status.code() == 0;
  }

  public ApiStatus status() {
    return status;
  }

  public boolean isNotFound() {
    return status.code() == 404;
  }

  /** Whether the object has changed since it was read: read it again, then retry. */
  public boolean isConflict() {
    return status.reason().equals("Conflict");
  }

  public boolean isAlreadyExists() {
    return status.reason().equals("AlreadyExists");
  }
}
