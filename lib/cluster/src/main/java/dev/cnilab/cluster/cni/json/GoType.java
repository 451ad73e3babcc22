package dev.cnilab.cluster.cni.json;

import com.fasterxml.jackson.databind.JsonNode;

/** Go's names for the types of JSON values. */
public final class GoType {
  private GoType() {}

  /** As {@code %T} prints a value read into an {@code interface{}}. */
  public static String name(JsonNode value) {
    return switch (value.getNodeType()) {
      case OBJECT, POJO -> "map[string]interface {}";
      case ARRAY -> "[]interface {}";
      case STRING, BINARY -> "string";
      case NUMBER -> "float64";
      case BOOLEAN -> "bool";
      case NULL, MISSING -> "<nil>";
    };
  }

  /**
   * Kubernetes' error for a document that is not an object and therefore has no version and no
   * kind.
   */
  public static String untyped(JsonNode document) {
    return "couldn't get version/kind; json parse error: json: cannot unmarshal %s into Go value of"
            .formatted(jsonKind(document))
        + " type struct { APIVersion string \"json:\\\"apiVersion,omitempty\\\"\"; Kind"
        + " string \"json:\\\"kind,omitempty\\\"\" }";
  }

  /** As an {@code UnmarshalTypeError} names it. */
  public static String jsonKind(JsonNode value) {
    return switch (value.getNodeType()) {
      case OBJECT, POJO -> "object";
      case ARRAY -> "array";
      case STRING, BINARY -> "string";
      case NUMBER -> "number";
      case BOOLEAN -> "bool";
      case NULL, MISSING -> "null";
    };
  }

  /** Whether it is the zero value of its type, which stands for the default in a configuration. */
  public static boolean isZero(JsonNode value) {
    return switch (value.getNodeType()) {
      case OBJECT, ARRAY -> value.isEmpty();
      case STRING -> value.asText().isEmpty() || value.asText().equals("0s");
      case NUMBER -> value.asDouble() == 0;
      case BOOLEAN -> !value.asBoolean();
      case NULL, MISSING, BINARY, POJO -> true;
    };
  }
}
