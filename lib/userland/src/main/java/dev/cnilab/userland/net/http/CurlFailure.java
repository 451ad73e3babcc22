package dev.cnilab.userland.net.http;

/** A transfer that failed, with curl's exit status and words. */
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
