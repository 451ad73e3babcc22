package dev.cnilab.lab.fault;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The values of the placeholders in a fault's file, such as {@code <victim>}: the affected node,
 * the plugin, addresses.
 */
public record FaultPlaceholders(Map<String, String> words) {

  private static final Pattern WORD = Pattern.compile("<([a-z][a-z0-9-]*)>");

  public FaultPlaceholders {
    words = Map.copyOf(words);
  }

  /**
   * A text with its placeholders filled in.
   *
   * @throws IllegalArgumentException if it has an unknown placeholder
   */
  String fill(String text) {
    return WORD.matcher(text).replaceAll(match -> Matcher.quoteReplacement(of(match.group(1))));
  }

  /** The value of a placeholder. */
  public String of(String word) {
    String value = words.get(word);
    if (value == null) {
      throw new IllegalArgumentException(
          "<%s> stands for nothing; there are %s"
              .formatted(
                  word,
                  words.keySet().stream()
                      .sorted()
                      .map("<%s>"::formatted)
                      .collect(Collectors.joining(", "))));
    }
    return value;
  }
}
