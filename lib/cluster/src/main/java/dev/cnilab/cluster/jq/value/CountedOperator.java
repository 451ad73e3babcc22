package dev.cnilab.cluster.jq.value;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import net.thisptr.jackson.jq.internal.operators.BinaryOperator;
import net.thisptr.jackson.jq.internal.operators.MinusOperator;
import net.thisptr.jackson.jq.internal.operators.MultiplyOperator;
import net.thisptr.jackson.jq.internal.operators.PlusOperator;

/**
 * An operator that can make a large value of small ones: what it is going to make is charged
 * before. Its numbers are doubles where those of the library overflow.
 */
record CountedOperator(BinaryOperator operator, HeldValues values) implements BinaryOperator {
  @Override
  public JsonNode apply(ObjectMapper mapper, JsonNode left, JsonNode right)
      throws JsonQueryException {
    if (operator instanceof MultiplyOperator) {
      requireRoom(left, right);
      requireRoom(right, left);
    } else if (operator instanceof PlusOperator) {
      long size = values.size(left) + values.size(right);
      values.requireRoom(size);
      if (left instanceof ArrayNode first && right instanceof ArrayNode second) {
        return SizedArray.of(first, second, size);
      }
    }
    if (left.isIntegralNumber() && right.isIntegralNumber()) {
      double result = calculated(left.doubleValue(), right.doubleValue());
      if (!JqNumbers.isExact(result)) {
        return DoubleNode.valueOf(result);
      }
    }
    return operator.apply(mapper, left, right);
  }

  /** The result of an operator that can leave the range of whole numbers; 0 for any other. */
  private double calculated(double left, double right) {
    return switch (operator) {
      case PlusOperator sum -> left + right;
      case MinusOperator difference -> left - right;
      case MultiplyOperator product -> left * right;
      default -> 0;
    };
  }

  private void requireRoom(JsonNode text, JsonNode count) throws JsonQueryException {
    if (text.isTextual() && count.isNumber()) {
      double length = text.textValue().length() * count.doubleValue();
      if (length >= Integer.MAX_VALUE) {
        throw new JsonQueryException("Repeat string result too long");
      }
      values.requireRoom((long) length);
    }
  }

  @Override
  public String image() {
    return operator.image();
  }
}
