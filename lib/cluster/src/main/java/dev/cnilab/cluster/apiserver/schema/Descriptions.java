package dev.cnilab.cluster.apiserver.schema;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The descriptions of types and fields, and the values a field may have; read only on demand,
 * because they are long.
 */
public final class Descriptions {
  private final Map<String, String> words = new HashMap<>();
  private final Map<String, List<String>> values = new HashMap<>();

  private Descriptions() {}

  public static Descriptions load() {
    Descriptions descriptions = new Descriptions();
    for (String line : Schemas.lines("descriptions.txt")) {
      int space = line.indexOf(' ');
      descriptions.words.put(
          line.substring(0, space), line.substring(space + 1).replace("\\n", "\n"));
    }
    for (String line : Schemas.lines("values.txt")) {
      List<String> names = List.of(line.split(" ", -1));
      descriptions.values.put(names.getFirst(), names.subList(1, names.size()));
    }
    return descriptions;
  }

  /** The values that TYPE.FIELD, or an item of it, may have; none if it may be anything. */
  public List<String> values(String field) {
    return values.getOrDefault(field, List.of());
  }

  /** The description of a type, or of TYPE.FIELD; "" if there is none. */
  public String of(String name) {
    return words.getOrDefault(name, "");
  }
}
