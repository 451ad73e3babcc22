package dev.cnilab.cluster.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;

/** A value is of another type than its field; the message is that of Go's JSON decoder. */
public final class WrongTypeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  WrongTypeException(String message) {
    super(message);
  }

  WrongTypeException(JsonNode value, String owner, String place, Schema type) {
    super(
        "json: cannot unmarshal "
            + found(value, type)
            + " into Go struct field "
            + owner
            + "."
            + place.replaceAll("\\[\\d+]", "")
            + " of type "
            + type.goName());
  }

  private static boolean isNumber(Schema type) {
    return type == Schema.Scalar.INT32
        || type == Schema.Scalar.INT64
        || type == Schema.Scalar.NUMBER;
  }

  private static String found(JsonNode value, Schema type) {
    return switch (value.getNodeType()) {
      case STRING -> "string";
      case BOOLEAN -> "bool";
      case ARRAY -> "array";
      case OBJECT, POJO -> "object";
      case NUMBER -> isNumber(type) ? "number " + value.asText() : "number";
      case BINARY, MISSING, NULL -> "null";
    };
  }
}
