package dev.cnilab.cluster.apiserver.http.rest.body;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NumericNode;

/**
 * Makes nodes of numbers that JSON has. A larger one than the largest double would be stored as
 * Infinity, which is not JSON: no client could read a list with it.
 */
final class FiniteNumbers extends JsonNodeFactory {
  private static final long serialVersionUID = 1L;

  /** A number is too large. */
  static final class TooLargeException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  @Override
  public NumericNode numberNode(double number) {
    if (Double.isInfinite(number)) {
      throw new TooLargeException();
    }
    return super.numberNode(number);
  }
}
