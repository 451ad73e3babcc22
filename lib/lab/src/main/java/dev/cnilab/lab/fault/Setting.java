package dev.cnilab.lab.fault;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a fault's file leaves open: the node that is hit, the plugin, addresses. A file writes them
 * as {@code <victim>}.
 */
public record Setting(Map<String, String> words) {

  private static final Pattern WORD = Pattern.compile("<([a-z][a-z0-9-]*)>");

  public Setting {
    words = Map.copyOf(words);
  }

  /**
   * A text with what it leaves open filled in.
   *
   * @throws IllegalArgumentException if it has a word that there is none for
   */
  String fill(String text) {
    return WORD.matcher(text).replaceAll(match -> Matcher.quoteReplacement(of(match.group(1))));
  }

  /** What a word stands for. */
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
