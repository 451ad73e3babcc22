package dev.cnilab.cluster.jq.value;

import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NumericNode;
import com.fasterxml.jackson.databind.node.ValueNode;
import java.math.BigInteger;

/** Numbers as in jq 1.6: whole ones beyond what a double holds exactly are doubles. */
public final class JqNumbers extends JsonNodeFactory {
  private static final long serialVersionUID = 1L;

  /** Below 2^53, each whole number is one that a double holds. */
  private static final double INEXACT = 0x1p53;

  static boolean isExact(double number) {
    return Math.abs(number) < INEXACT;
  }

  @Override
  public NumericNode numberNode(long number) {
    double rounded = (double) number;
    return isExact(rounded) ? super.numberNode(number) : DoubleNode.valueOf(rounded);
  }

  @Override
  public ValueNode numberNode(BigInteger number) {
    return DoubleNode.valueOf(number.doubleValue());
  }
}
