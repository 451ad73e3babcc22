package dev.cnilab.cluster.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.cost.Budget;
import dev.cnilab.cluster.object.Json;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What Go's encoder does with the zero value of a type's field, which follows from how the structs
 * of k8s.io/api 0.37.2 declare it; {@code zeros.txt} has each field for which it is neither to
 * leave out an empty text, list or map, nor to leave out a missing pointer.
 */
public final class ZeroValues {
  private static final Map<String, ZeroValues> OF_TYPES = read();
  private static final ZeroValues NONE = new ZeroValues();

  private final Map<String, JsonNode> written = new LinkedHashMap<>();
  private final Map<String, Kept> others = new HashMap<>();

  private ZeroValues() {}

  private enum Kept {
    /** A number or a boolean with {@code omitempty}: zero and false are left out. */
    NEVER,
    /**
     * A pointer to a text: the empty text is written; or a list whose strategy tells an empty one
     * from none.
     */
    ALWAYS
  }

  /** Those of a type. */
  public static ZeroValues of(Struct type) {
    return OF_TYPES.getOrDefault(type.name(), NONE);
  }

  /** Whether Go writes this value, which is not null, of a field. */
  public boolean isWritten(String field, JsonNode value) {
    if (written.containsKey(field)) {
      return true;
    }
    Kept kept = others.get(field);
    if (value.isTextual()) {
      return kept == Kept.ALWAYS || !value.asText().isEmpty();
    }
    if (kept == Kept.NEVER) {
      return value.isBoolean() ? value.asBoolean() : value.asLong() != 0;
    }
    return true;
  }

  /** Adds the fields that Go writes even if they are zero. */
  public void complete(ObjectNode object) {
    written.forEach(
        (field, zero) -> {
          if (!object.has(field)) {
            Budget.charge(Budget.OBJECT);
            object.set(field, zero.deepCopy());
          }
        });
  }

  private static Map<String, ZeroValues> read() {
    Map<String, ZeroValues> types = new HashMap<>();
    for (String line : Schemas.lines("zeros.txt")) {
      List<String> words = Arrays.asList(line.split(" ", -1));
      ZeroValues zeros = new ZeroValues();
      words.subList(1, words.size()).forEach(zeros::add);
      types.put(words.getFirst(), zeros);
    }
    return types;
  }

  /** A word is {@code field=zero}, {@code field-} (never written) or {@code field+} (always). */
  private void add(String word) {
    int end = word.length() - 1;
    int equals = word.indexOf('=');
    if (equals > 0) {
      written.put(word.substring(0, equals), Json.parse(word.substring(equals + 1)));
    } else {
      others.put(word.substring(0, end), word.charAt(end) == '+' ? Kept.ALWAYS : Kept.NEVER);
    }
  }
}
