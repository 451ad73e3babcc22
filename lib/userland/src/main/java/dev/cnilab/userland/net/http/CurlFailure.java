package dev.cnilab.userland.net.http;

/** Thrown for a failed transfer, with curl's exit status and message. */
public final class CurlFailure extends Exception {
  private static final long serialVersionUID = 1L;
  private final int status;

  public CurlFailure(int status, String message) {
    super(message, null, false, false);
    this.status = status;
  }

  public int status() {
    return status;
  }

  public String text() {
    String message = getMessage();
    return message == null ? "" : message;
  }
}
