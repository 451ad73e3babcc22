package dev.cnilab.lab.oncall.worth;

import dev.cnilab.lab.client.message.Json;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An object whose specification has changed.
 *
 * @param before absent if it is new
 * @param after absent if it is gone
 */
record ChangedObject(String name, Json before, Json after) implements FaultChange {

  /** A field with its value; one line of a multi-line text. */
  private record Leaf(String key, String value) {

    /** Whether a line shows it: as JSON, as YAML, as in describe, or in a column of a table. */
    boolean isIn(String line) {
      return Pattern.compile(
                  "\\b%s\\b\"?\\s*[:=]+.*%s".formatted(Pattern.quote(key), word()),
                  Pattern.CASE_INSENSITIVE)
              .matcher(line)
              .find()
          || (value.contains(" ") && line.contains(value));
    }

    /** Whether a line that names the object shows it: then its value is enough. */
    boolean isInLineOfObject(String line) {
      return isIn(line) || Pattern.compile(word()).matcher(line).find();
    }

    private String word() {
      return "(?<![\\w.-])" + Pattern.quote(value) + "(?![\\w.-])";
    }
  }

  @Override
  public boolean isShownBy(Typed typed) {
    if (!typed.mentions(name)) {
      return false;
    }
    if (after.isAbsent()) {
      return typed.printed().contains("not found");
    }
    if (before.isAbsent()) {
      return true;
    }
    Set<Leaf> news = new HashSet<>(leaves("", after.value()).toList());
    news.removeAll(leaves("", before.value()).collect(Collectors.toSet()));
    return typed
        .printedLines()
        .anyMatch(line -> news.stream().anyMatch(leaf -> isShown(leaf, line)));
  }

  private boolean isShown(Leaf leaf, String line) {
    return Typed.names(line, name) ? leaf.isInLineOfObject(line) : leaf.isIn(line);
  }

  /** The leaves of a value; an empty field has none. */
  private static Stream<Leaf> leaves(String key, @Nullable Object value) {
    return switch (value) {
      case null -> Stream.of();
      case Map<?, ?> fields ->
          fields.entrySet().stream()
              .flatMap(each -> leaves(String.valueOf(each.getKey()), each.getValue()));
      case List<?> items -> items.stream().flatMap(each -> leaves(key, each));
      default ->
          value
              .toString()
              .lines()
              .map(line -> new Leaf(key, line.strip().replaceAll("\\s+", " ")))
              .filter(leaf -> !leaf.value().isEmpty());
    };
  }
}
