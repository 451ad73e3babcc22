package dev.cnilab.cluster.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How items of a list are identified when two lists are merged: by these fields, of which strategic
 * merge patches use only the first, or, if there are none, as plain values of a set. Lists without
 * a merge key are replaced as a whole. Read from {@code merge-keys.txt}, which contains the Go
 * types' {@code patchMergeKey} and {@code listMapKey} tags.
 */
public record MergeKey(List<String> fields) {
  private static final String RETAIN_KEYS = "retainKeys";
  private static final Map<String, MergeKey> KEYS = read();

  /** The key of a list field of a type. */
  public static Optional<MergeKey> of(Struct type, String field) {
    return Optional.ofNullable(KEYS.get(type.name() + "." + field))
        .filter(key -> !key.fields().contains(RETAIN_KEYS));
  }

  public boolean isSet() {
    return fields.isEmpty();
  }

  /** The field that strategic merge patches use, "" for sets. */
  public String first() {
    return isSet() ? "" : fields.getFirst();
  }

  /** The value that identifies an item in a strategic merge patch. */
  public String value(JsonNode item) {
    return isSet() ? item.asText() : item.path(first()).asText();
  }

  /** The values that identify an item in server-side apply. */
  public String values(JsonNode item) {
    return isSet()
        ? item.asText()
        : fields.stream()
            .map(field -> item.path(field).asText(field.equals("protocol") ? "TCP" : ""))
            .collect(Collectors.joining("\0"));
  }

  private static Map<String, MergeKey> read() {
    Map<String, MergeKey> keys = new HashMap<>();
    for (String line : Schemas.lines("merge-keys.txt")) {
      String[] words = line.split(" ", -1);
      List<String> fields =
          words[1].equals("-") ? List.of() : Arrays.asList(words).subList(1, words.length);
      keys.put(words[0], new MergeKey(fields));
    }
    return keys;
  }
}
