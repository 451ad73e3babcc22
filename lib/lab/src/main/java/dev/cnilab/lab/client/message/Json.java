package dev.cnilab.lab.client.message;

import dev.cnilab.lab.error.LabException;
import dev.cnilab.lab.error.Suggestions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/** A JSON value from the API server. Absent values read as empty. */
public final class Json {

  private static final JsonMapper MAPPER = JsonMapper.shared();

  /** The detail that the parser adds to messages. */
  private static final Pattern PARSER_DETAIL = Pattern.compile(" ?\\(start marker at .*\\)");

  /** An absent value. */
  public static final Json ABSENT = new Json(MissingNode.getInstance());

  private final JsonNode node;

  private Json(JsonNode node) {
    this.node = node;
  }

  /**
   * Parses JSON.
   *
   * @throws IllegalArgumentException if it is invalid; the message gives the position
   */
  public static Json parse(String text) {
    try {
      return new Json(MAPPER.readTree(text));
    } catch (JacksonException e) {
      String message = PARSER_DETAIL.matcher(e.getOriginalMessage()).replaceAll("");
      throw new IllegalArgumentException(message + place(e), e);
    }
  }

  private static String place(JacksonException e) {
    return e.getLocation() == null
        ? ""
        : " (line %d, column %d)"
            .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr());
  }

  /** Creates a value from maps, lists, texts, numbers and booleans. */
  public static Json of(Object value) {
    return new Json(MAPPER.valueToTree(value));
  }

  /** The value at a JSON pointer ({@code /spec/nodeName}). */
  public Json at(String pointer) {
    return new Json(node.at(pointer));
  }

  /** The text at a JSON pointer, empty if there is none. */
  public String text(String pointer) {
    return node.at(pointer).asString("");
  }

  /** The number at a JSON pointer, 0 if there is none. */
  public int number(String pointer) {
    return node.at(pointer).asInt(0);
  }

  /** Whether the value at a JSON pointer is true. */
  public boolean flag(String pointer) {
    return node.at(pointer).asBoolean(false);
  }

  /** The elements of the list at a JSON pointer. */
  public List<Json> list(String pointer) {
    JsonNode list = node.at(pointer);
    return list.isArray()
        ? StreamSupport.stream(list.spliterator(), false).map(Json::new).toList()
        : List.of();
  }

  /** The texts of the list at a JSON pointer. */
  public List<String> texts(String pointer) {
    return list(pointer).stream().map(element -> element.text("")).toList();
  }

  /** The fields of the object at a JSON pointer, as texts. */
  public Map<String, String> fields(String pointer) {
    return node.at(pointer).properties().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                field -> field.getValue().asString(""),
                (first, second) -> second,
                java.util.LinkedHashMap::new));
  }

  /** The names of the object's fields. */
  public List<String> keys() {
    return node.properties().stream().map(Map.Entry::getKey).toList();
  }

  /**
   * A copy without the fields of these names, at any depth, and without objects that become empty.
   */
  public Json without(String... names) {
    JsonNode copy = node.deepCopy();
    remove(copy, Set.of(names));
    return new Json(copy);
  }

  /** Removes fields; true if that leaves an object empty. */
  private static boolean remove(JsonNode from, Set<String> names) {
    if (!(from instanceof ObjectNode object)) {
      from.forEach(each -> remove(each, names));
      return false;
    }
    List<String> before = List.copyOf(object.propertyNames());
    for (String name : before) {
      if (names.contains(name) || remove(object.get(name), names)) {
        object.remove(name);
      }
    }
    return object.isEmpty() && !before.isEmpty();
  }

  public boolean isAbsent() {
    return node.isMissingNode() || node.isNull();
  }

  public boolean isObject() {
    return node.isObject();
  }

  /** The value as maps, lists, texts, numbers and booleans. */
  public Object value() {
    return MAPPER.convertValue(node, Object.class);
  }

  /** The value on several lines, as {@code kubectl get -o json} prints it. */
  public String indented() {
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(node);
  }

  /** A canonical text: equal values have the same one, whatever the order of their fields. */
  public String canonical() {
    return MAPPER.writer().with(JsonNodeFeature.WRITE_PROPERTIES_SORTED).writeValueAsString(node);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Json that && node.equals(that.node);
  }

  @Override
  public int hashCode() {
    return node.hashCode();
  }

  /**
   * Writes it to a file, indented.
   *
   * @throws LabException if the file cannot be written
   */
  public void write(Path file) {
    try {
      Files.writeString(file, indented() + "\n");
    } catch (IOException e) {
      throw LabException.of(
          "could not write the results to " + file, e.toString(), Suggestions.CHECK_THE_PATH);
    }
  }

  @Override
  public String toString() {
    return node.toString();
  }
}
