package dev.cnilab.cluster.apiserver.schema;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A JSON object with known fields. */
public final class Struct implements Schema {
  private final String name;
  private final String simpleName;
  private final Map<String, Field> fields = new LinkedHashMap<>();

  Struct(String name) {
    this.name = name;
    this.simpleName = name.substring(name.lastIndexOf('.') + 1);
  }

  /**
   * A field.
   *
   * @param presence whether the field is required
   * @param numbers its number in protobuf, after the numbers of the messages that JSON inlines
   * @param goName the name of its type in Go, such as {@code v1.PodPhase}
   */
  public record Field(
      String name, Schema type, Presence presence, List<Integer> numbers, String goName) {}

  /** Whether a field is required. */
  public enum Presence {
    OPTIONAL,
    REQUIRED
  }

  /** With group and version, such as {@code core.v1.PodSpec}. */
  public String name() {
    return name;
  }

  /** Without group and version, such as {@code PodSpec}. */
  public String simpleName() {
    return simpleName;
  }

  @Override
  public String goName() {
    String version = name.substring(0, name.lastIndexOf('.'));
    return version.substring(version.lastIndexOf('.') + 1) + "." + simpleName();
  }

  public Map<String, Field> fields() {
    return java.util.Collections.unmodifiableMap(fields);
  }

  public Optional<Field> field(String field) {
    return Optional.ofNullable(fields.get(field));
  }

  void add(Field field) {
    fields.put(field.name(), field);
  }
}
