package dev.cnilab.userland.net.resolve;

/** Thrown for a name that cannot be resolved; its message is that of gai_strerror(3). */
public final class LookupFailure extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why there is no address. */
  public enum Reason {
    /** There is no such name (EAI_NONAME). */
    NO_NAME("Name or service not known"),
    /** No server answered or could answer (EAI_AGAIN). */
    AGAIN("Temporary failure in name resolution"),
    /** A server refused or failed (EAI_FAIL). */
    FAILED("Non-recoverable failure in name resolution"),
    /** The name exists but has no address (EAI_NODATA). */
    NO_DATA("No address associated with hostname");

    private final String text;

    Reason(String text) {
      this.text = text;
    }
  }

  private final Reason reason;

  public LookupFailure(Reason reason) {
    super(reason.text, null, false, false);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
