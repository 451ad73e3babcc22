package dev.cnilab.cluster.apiserver.schema;

import java.util.HashMap;
import java.util.Map;

/** What types and fields are for; read only when someone asks, for it is long. */
public final class Descriptions {
  private final Map<String, String> words = new HashMap<>();

  private Descriptions() {}

  public static Descriptions load() {
    Descriptions descriptions = new Descriptions();
    for (String line : Schemas.lines("descriptions.txt")) {
      int space = line.indexOf(' ');
      descriptions.words.put(
          line.substring(0, space), line.substring(space + 1).replace("\\n", "\n"));
    }
    return descriptions;
  }

  /** The description of a type, or of TYPE.FIELD; "" if there is none. */
  public String of(String name) {
    return words.getOrDefault(name, "");
  }
}
