package dev.cnilab.cluster.image.calico.datastore;

/** The API server could not be reached; the message is that of Go's {@code net.OpError}. */
public final class DialException extends Exception {
  private static final long serialVersionUID = 1L;

  DialException(String message) {
    super(message);
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
