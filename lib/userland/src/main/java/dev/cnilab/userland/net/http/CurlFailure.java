package dev.cnilab.userland.net.http;

/** Thrown for a failed transfer, with curl's exit status and message. */
final class CurlFailure extends Exception {
  private static final long serialVersionUID = 1L;
  private final int status;

  CurlFailure(int status, String message) {
    super(message, null, false, false);
    this.status = status;
  }

  int status() {
    return status;
  }

  String text() {
    String message = getMessage();
    return message == null ? "" : message;
  }
}
