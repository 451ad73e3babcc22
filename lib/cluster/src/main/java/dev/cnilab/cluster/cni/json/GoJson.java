package dev.cnilab.cluster.cni.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.function.Function;

/** Reads and writes JSON as {@code json.Unmarshal} and {@code json.Marshal} do. */
public final class GoJson {
  private static final String FOR_READING = "  ";

  private GoJson() {}

  /**
   * Reads one value of any type.
   *
   * @throws GoJsonException in Go's words, such as {@code invalid character 'x' looking for
   *     beginning of value}
   */
  public static JsonNode parse(byte[] data) throws GoJsonException {
    return new JsonScanner(data).read();
  }

  /** Like {@link #parse(byte[])}, from UTF-8 text. */
  public static JsonNode parse(String text) throws GoJsonException {
    return parse(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Reads into a {@code map[string]interface{}}; {@code null} gives an empty one.
   *
   * @throws GoJsonException if the text is invalid or the value is of another type
   */
  public static ObjectNode parseMap(byte[] data) throws GoJsonException {
    JsonNode value = parse(data);
    if (value.isNull()) {
      return JsonNodeFactory.instance.objectNode();
    }
    if (value instanceof ObjectNode object) {
      return object;
    }
    throw new GoJsonException(
        "json: cannot unmarshal %s into Go value of type map[string]interface {}"
            .formatted(GoType.jsonKind(value)));
  }

  /** A struct's value: the fields in their order, without white space. */
  public static String marshal(JsonNode value) {
    return JsonPrinter.print(value, "", JsonPrinter.Keys.AS_GIVEN);
  }

  /** A map's value: the keys sorted at every depth, without white space. */
  public static String marshalMap(JsonNode value) {
    return JsonPrinter.print(value, "", JsonPrinter.Keys.SORTED);
  }

  /** A struct's value, indented by four spaces as plugins print results and errors. */
  public static String marshalIndent(JsonNode value) {
    return JsonPrinter.print(value, "    ", JsonPrinter.Keys.AS_GIVEN);
  }

  /** A map's value, indented by four spaces. */
  public static String marshalMapIndent(JsonNode value) {
    return JsonPrinter.print(value, "    ", JsonPrinter.Keys.SORTED);
  }

  /** Like {@link #marshalIndent}, but indented by two spaces as tools print it. */
  public static String marshalForReading(JsonNode value) {
    return JsonPrinter.print(value, FOR_READING, JsonPrinter.Keys.AS_GIVEN);
  }

  /**
   * Like {@link #marshal}, part by part.
   *
   * @param elements of an array, made as they are written
   */
  public static JsonPrinter printer(
      JsonNode value, Function<ArrayNode, Iterator<JsonNode>> elements) {
    return new JsonPrinter(value, elements, "", JsonPrinter.Keys.AS_GIVEN);
  }

  /** Like {@link #marshalForReading}, part by part. */
  public static JsonPrinter printerForReading(
      JsonNode value, Function<ArrayNode, Iterator<JsonNode>> elements) {
    return new JsonPrinter(value, elements, FOR_READING, JsonPrinter.Keys.AS_GIVEN);
  }
}
