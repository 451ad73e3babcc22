package dev.cnilab.cluster.apiserver.schema;

import dev.cnilab.cluster.apiserver.schema.Schema.ListOf;
import dev.cnilab.cluster.apiserver.schema.Schema.MapOf;
import dev.cnilab.cluster.apiserver.schema.Schema.Scalar;
import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.cluster.object.ResourceTypes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The types of the built-in kinds, read from {@code types.txt} on demand. */
public final class Schemas {
  private static final Schemas BUILT_IN = new Schemas(lines("types.txt"));

  /** The fields whose types have names of their own in k8s.io/api 0.37.2, by type. */
  private static final Map<String, Map<String, String>> GO_TYPES = goTypes();

  private static final Set<String> GROUPS =
      ResourceTypes.builtIn().stream().map(ResourceType::group).collect(Collectors.toSet());

  private final Map<String, List<String>> unread = new HashMap<>();
  private final Map<String, Struct> structs = new HashMap<>();

  private Schemas(List<String> lines) {
    int start = 0;
    for (int i = 1; i <= lines.size(); i++) {
      if (i == lines.size() || lines.get(i).charAt(0) != ' ') {
        unread.put(lines.get(start), lines.subList(start + 1, i));
        start = i;
      }
    }
  }

  public static Schemas builtIn() {
    return BUILT_IN;
  }

  /** The type of a kind's objects; empty for kinds that are not built in. */
  public Optional<Struct> of(ResourceType type) {
    if (!GROUPS.contains(type.group())) {
      return Optional.empty();
    }
    return find(group(type.group()) + "." + type.version() + "." + type.kind());
  }

  /** The type of this name, such as {@code core.v1.PodSpec}. */
  public synchronized Optional<Struct> find(String name) {
    Struct known = structs.get(name);
    if (known != null) {
      return Optional.of(known);
    }
    List<String> lines = unread.remove(name);
    if (lines == null) {
      return Optional.empty();
    }
    Struct struct = new Struct(name);
    structs.put(name, struct);
    Map<String, String> named = GO_TYPES.getOrDefault(name, Map.of());
    lines.forEach(line -> struct.add(field(line.strip().split(" ", -1), named)));
    return Optional.of(struct);
  }

  /** The first label of a group's name, "core" for the core group. */
  public static String group(String group) {
    return group.isEmpty() ? "core" : group.split("\\.", 2)[0];
  }

  public static List<String> lines(String file) {
    try (InputStream in =
        Objects.requireNonNull(Schemas.class.getResourceAsStream(file), file + " is missing")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static Map<String, Map<String, String>> goTypes() {
    Map<String, Map<String, String>> types = new HashMap<>();
    for (String line : lines("go-types.txt")) {
      String[] words = line.split(" ", -1);
      Map<String, String> fields = new HashMap<>();
      for (String word : Arrays.asList(words).subList(1, words.length)) {
        int equals = word.indexOf('=');
        fields.put(word.substring(0, equals), word.substring(equals + 1));
      }
      types.put(words[0], fields);
    }
    return types;
  }

  private Struct.Field field(String[] words, Map<String, String> goTypes) {
    boolean required = words[0].endsWith("!");
    String name = required ? words[0].substring(0, words[0].length() - 1) : words[0];
    List<Integer> numbers =
        words.length < 3
            ? List.of()
            : Arrays.stream(words[2].split("\\.", -1)).map(Integer::valueOf).toList();
    Schema type = type(words[1]);
    return new Struct.Field(
        name,
        type,
        required ? Struct.Presence.REQUIRED : Struct.Presence.OPTIONAL,
        numbers,
        goTypes.getOrDefault(name, type.goName()));
  }

  private Schema type(String text) {
    if (text.startsWith("[]")) {
      return new ListOf(type(text.substring(2)));
    }
    if (text.startsWith("{}")) {
      return new MapOf(type(text.substring(2)));
    }
    return switch (text) {
      case "string" -> Scalar.STRING;
      case "int32" -> Scalar.INT32;
      case "int64" -> Scalar.INT64;
      case "number" -> Scalar.NUMBER;
      case "boolean" -> Scalar.BOOLEAN;
      case "time" -> Scalar.TIME;
      case "microTime" -> Scalar.MICRO_TIME;
      case "bytes" -> Scalar.BYTES;
      case "intOrString" -> Scalar.INT_OR_STRING;
      case "quantity" -> Scalar.QUANTITY;
      case "any" -> Scalar.ANY;
      default ->
          find(text).orElseThrow(() -> new IllegalStateException("types.txt has no type " + text));
    };
  }
}
