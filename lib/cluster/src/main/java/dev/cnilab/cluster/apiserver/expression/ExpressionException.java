package dev.cnilab.cluster.apiserver.expression;

/** An expression that is invalid, or that fails for these variables. */
public final class ExpressionException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * @param message in the words of a real server
   */
  public ExpressionException(String message) {
    super(message);
  }

  /** In the words of a real server. */
  public String words() {
    return String.valueOf(getMessage());
  }
}
