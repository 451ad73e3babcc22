package dev.cnilab.cluster.apiserver.patch.field;

import dev.cnilab.cluster.object.Json;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The path of a field in the form of {@code FieldsV1}. Paths share their beginnings, as there may
 * be a hundred thousand of them, five hundred levels deep.
 *
 * @param within null for an object's own field
 * @param part {@code f:NAME}, {@code k:{KEYS}} or {@code v:VALUE}
 */
public record OwnedPath(@Nullable OwnedPath within, String part) {
  /** As in messages: {@code .spec.containers[name="a"].image}. */
  @Override
  public String toString() {
    Deque<String> words = new ArrayDeque<>();
    for (OwnedPath path = this; path != null; path = path.within) {
      words.addFirst(words(path.part));
    }
    return String.join("", words);
  }

  private static String words(String part) {
    if (part.startsWith("f:")) {
      return "." + part.substring(2);
    }
    if (part.startsWith("v:")) {
      return "[=" + part.substring(2) + "]";
    }
    List<String> keys = new ArrayList<>();
    Json.parse(part.substring(2))
        .properties()
        .forEach(key -> keys.add(key.getKey() + "=" + key.getValue()));
    return "[" + String.join(",", keys) + "]";
  }
}
