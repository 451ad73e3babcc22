package dev.cnilab.cluster.jq.value;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import net.thisptr.jackson.jq.internal.operators.BinaryOperator;
import net.thisptr.jackson.jq.internal.operators.MultiplyOperator;
import net.thisptr.jackson.jq.internal.operators.PlusOperator;

/**
 * An operator that can make a large value of small ones: what it is going to make is charged
 * before.
 */
record CountedOperator(BinaryOperator operator, HeldValues values) implements BinaryOperator {
  @Override
  public JsonNode apply(ObjectMapper mapper, JsonNode left, JsonNode right)
      throws JsonQueryException {
    if (operator instanceof MultiplyOperator) {
      requireRoom(left, right);
      requireRoom(right, left);
    } else if (operator instanceof PlusOperator) {
      values.requireRoom(HeldValues.size(left) + HeldValues.size(right));
      if (left instanceof ArrayNode first && right instanceof ArrayNode second) {
        return SizedArray.of(first, second);
      }
    }
    return operator.apply(mapper, left, right);
  }

  private void requireRoom(JsonNode text, JsonNode count) {
    if (text.isTextual() && count.isNumber()) {
      values.requireRoom((long) (text.textValue().length() * Math.max(0, count.doubleValue())));
    }
  }

  @Override
  public String image() {
    return operator.image();
  }
}
