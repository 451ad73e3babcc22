package dev.cnilab.cluster.cri;

/** A call that the runtime refused or that failed; prints as gRPC prints its errors. */
public final class CriException extends RuntimeException {
  private final Code code;
  private final String description;

  public CriException(Code code, String description) {
    super(description);
    this.code = code;
    this.description = description;
  }

  /** The code of most of containerd's failures. */
  public static CriException unknown(String description) {
    return new CriException(Code.UNKNOWN, description);
  }

  public static CriException notFound(String description) {
    return new CriException(Code.NOT_FOUND, description);
  }

  @Override
  public String getMessage() {
    return "rpc error: code = " + code.grpcName() + " desc = " + description;
  }

  public Code code() {
    return code;
  }

  /** The runtime's words without the code. */
  public String description() {
    return description;
  }

  /** The gRPC status codes a runtime uses. */
  public enum Code {
    CANCELED("Canceled"),
    UNKNOWN("Unknown"),
    NOT_FOUND("NotFound"),
    ALREADY_EXISTS("AlreadyExists"),
    DEADLINE_EXCEEDED("DeadlineExceeded"),
    FAILED_PRECONDITION("FailedPrecondition"),
    INVALID_ARGUMENT("InvalidArgument"),
    UNAVAILABLE("Unavailable"),
    UNIMPLEMENTED("Unimplemented");

    private final String grpcName;

    Code(String grpcName) {
      this.grpcName = grpcName;
    }

    String grpcName() {
      return grpcName;
    }
  }
}
