package dev.cnilab.cluster.client;

/** The API server refused a request. */
public final class ApiException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final transient ApiStatus status;

  public ApiException(ApiStatus status) {
    super(status.message());
    this.status = status;
  }

  public ApiStatus status() {
    return status;
  }

  public boolean isNotFound() {
    return status.code() == 404;
  }

  /** Whether the object has changed meanwhile: read it again, then try again. */
  public boolean isConflict() {
    return status.reason().equals("Conflict");
  }

  public boolean isAlreadyExists() {
    return status.reason().equals("AlreadyExists");
  }
}
