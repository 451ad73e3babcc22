package dev.cnilab.cluster.kubelet.worker;

/** A step that failed and is to be tried again. */
public final class SyncFailure extends Exception {
  private static final long serialVersionUID = 1L;
  private final Kind kind;

  private SyncFailure(Kind kind, String message) {
    super(message, null, false, false);
    this.kind = kind;
  }

  /** How soon it makes sense to try again. */
  public enum Kind {
    NETWORK_NOT_READY,
    OTHER
  }

  public static SyncFailure networkNotReady(String message) {
    return new SyncFailure(Kind.NETWORK_NOT_READY, message);
  }

  public static SyncFailure of(String message) {
    return new SyncFailure(Kind.OTHER, message);
  }

  public Kind kind() {
    return kind;
  }

  /** What went wrong. */
  @Override
  public String getMessage() {
    String message = super.getMessage();
    return message == null ? "" : message;
  }
}
