package dev.cnilab.cluster.apiserver.schema.decoding;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.apiserver.schema.Schema;
import dev.cnilab.cluster.apiserver.schema.Struct;

/** A value is of another type than its field; the message is that of Go's JSON decoder. */
public final class WrongTypeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The Go type that a document is read as to find out its kind. */
  public static final String TYPE_META =
      "struct { APIVersion string \"json:\\\"apiVersion,omitempty\\\"\";"
          + " Kind string \"json:\\\"kind,omitempty\\\"\" }";

  private final String conversion;

  WrongTypeException(String message) {
    super(message);
    conversion = message;
  }

  WrongTypeException(JsonNode value, String place, String goType, Schema type) {
    super(
        "json: cannot unmarshal "
            + found(value, type)
            + " into Go struct field "
            + place
            + " of type "
            + goType);
    conversion = conversion(value, type);
  }

  /** A whole document of another type than its Go type, such as {@code v1.ObjectMeta}. */
  public static WrongTypeException of(JsonNode document, String goType) {
    return new WrongTypeException(
        "json: cannot unmarshal %s into Go value of type %s"
            .formatted(found(document, Schema.Scalar.ANY), goType));
  }

  /**
   * The message of apimachinery's converter of maps ({@code runtime.DefaultUnstructuredConverter}),
   * which reads the result of a strategic merge patch.
   */
  public String conversion() {
    return conversion;
  }

  private static String conversion(JsonNode value, Schema type) {
    String kind = kind(value);
    return switch (type) {
      case Schema.MapOf map -> "cannot restore map from " + kind;
      case Schema.ListOf list -> "cannot restore slice from " + kind;
      case Struct struct -> "cannot restore struct from: " + kind;
      case Schema.Scalar scalar ->
          converts(kind, scalar)
              ? "cannot convert " + kind + " to " + scalar.goName()
              : "unrecognized type: " + scalar.goName();
    };
  }

  /** Whether Go's reflection would convert it, which JSON does not allow. */
  private static boolean converts(String kind, Schema.Scalar type) {
    return kind.equals("float64")
        ? isNumber(type)
        : kind.equals("int64") && type == Schema.Scalar.STRING;
  }

  private static String kind(JsonNode value) {
    return switch (value.getNodeType()) {
      case STRING -> "string";
      case BOOLEAN -> "bool";
      case ARRAY -> "slice";
      case OBJECT, POJO -> "map";
      case NUMBER -> value.isIntegralNumber() ? "int64" : "float64";
      case BINARY, MISSING, NULL -> "invalid";
    };
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
      case NUMBER ->
          isNumber(type) || type == Schema.Scalar.INT_OR_STRING
              ? "number " + value.asText()
              : "number";
      case BINARY, MISSING, NULL -> "null";
    };
  }
}
