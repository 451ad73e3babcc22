package dev.cnilab.cluster.apiserver.validation.field;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cnilab.cluster.log.GoText;
import java.util.List;
import java.util.stream.Collectors;

/**
 * An error in one field, worded as in apimachinery's {@code util/validation/field}.
 *
 * @param field its path, such as {@code spec.containers[0].image}
 * @param body the rest of the message after the path
 */
public record FieldError(Type type, String field, String body) {
  /** The types of errors. */
  public enum Type {
    REQUIRED("FieldValueRequired", "Required value"),
    INVALID("FieldValueInvalid", "Invalid value"),
    NOT_SUPPORTED("FieldValueNotSupported", "Unsupported value"),
    FORBIDDEN("FieldValueForbidden", "Forbidden"),
    DUPLICATE("FieldValueDuplicate", "Duplicate value"),
    NOT_FOUND("FieldValueNotFound", "Not found"),
    TOO_LONG("FieldValueTooLong", "Too long"),
    TOO_MANY("FieldValueTooMany", "Too many"),
    TYPE_INVALID("FieldValueTypeInvalid", "Invalid value");

    private final String reason;
    private final String words;

    Type(String reason, String words) {
      this.reason = reason;
      this.words = words;
    }

    /** The reason in the causes of a Status. */
    public String reason() {
      return reason;
    }
  }

  public static FieldError required(String field, String detail) {
    return of(Type.REQUIRED, field, "", detail);
  }

  public static FieldError forbidden(String field, String detail) {
    return of(Type.FORBIDDEN, field, "", detail);
  }

  /** An error that shows no value. */
  public static FieldError invalid(String field, String detail) {
    return of(Type.INVALID, field, "", detail);
  }

  public static FieldError invalid(String field, String value, String detail) {
    return of(Type.INVALID, field, GoText.quote(value), detail);
  }

  public static FieldError invalid(String field, JsonNode value, String detail) {
    return of(Type.INVALID, field, shown(value), detail);
  }

  public static FieldError typeInvalid(String field, String found, String detail) {
    return of(Type.TYPE_INVALID, field, GoText.quote(found), detail);
  }

  public static FieldError tooLong(String field, int most) {
    return of(Type.TOO_LONG, field, "", "may not be more than " + most + " bytes");
  }

  public static FieldError tooMany(String field, int found, int most) {
    return of(
        Type.TOO_MANY, field, Integer.toString(found), "must have at most " + most + " items");
  }

  public static FieldError duplicate(String field, JsonNode value) {
    return duplicate(field, value, "");
  }

  public static FieldError duplicate(String field, JsonNode value, String detail) {
    return of(Type.DUPLICATE, field, shown(value), detail);
  }

  public static FieldError notFound(String field, String value) {
    return of(Type.NOT_FOUND, field, GoText.quote(value), "");
  }

  public static FieldError notSupported(String field, String value, List<String> supported) {
    return notSupported(field, TextNode.valueOf(value), supported);
  }

  public static FieldError notSupported(String field, JsonNode value, List<String> supported) {
    return of(
        Type.NOT_SUPPORTED,
        field,
        value.isTextual() ? GoText.quote(value.asText()) : value.toString(),
        "supported values: "
            + supported.stream().map(s -> "\"" + s + "\"").collect(Collectors.joining(", ")));
  }

  @Override
  public String toString() {
    return field + ": " + body;
  }

  /** A string as {@code %q} prints it, others as Go's JSON encoder: with HTML escaped. */
  private static String shown(JsonNode value) {
    if (value.isTextual()) {
      return GoText.quote(value.asText());
    }
    return value.isContainerNode()
        ? value.toString().replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
        : value.toString();
  }

  private static FieldError of(Type type, String field, String value, String detail) {
    String body = type.words;
    if (!value.isEmpty()) {
      body += ": " + value;
    }
    return new FieldError(type, field, detail.isEmpty() ? body : body + ": " + detail);
  }
}
