package dev.cnilab.userland.shell.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Replaces aliases by their texts; POSIX, 2.3.1. An alias is not expanded within its own text. If
 * the text ends in a blank, the next word may be an alias too.
 */
final class Aliases {
  private final Function<String, Optional<String>> texts;
  private final List<Use> uses = new ArrayList<>();

  /** An expanded text and where it ends, in characters from the start of the script. */
  private record Use(String name, long end, boolean continues) {}

  Aliases(Function<String, Optional<String>> texts) {
    this.texts = texts;
  }

  /** Whether the word that starts here may be an alias although it is not a command name. */
  boolean continueTo(long start) {
    boolean continued = uses.stream().anyMatch(use -> use.end <= start && use.continues);
    uses.removeIf(use -> use.end <= start);
    return continued;
  }

  /**
   * The text of an alias, if the word is one.
   *
   * @param start where the word was read
   * @param end where the text will be inserted
   */
  Optional<String> use(String word, long start, long end) {
    boolean within = uses.stream().anyMatch(use -> use.name.equals(word) && start < use.end);
    if (word.isEmpty() || within) {
      return Optional.empty();
    }
    Optional<String> text = texts.apply(word);
    text.ifPresent(found -> begin(word, found, end));
    return text;
  }

  private void begin(String word, String text, long start) {
    uses.replaceAll(use -> new Use(use.name, use.end + text.length(), use.continues));
    uses.add(new Use(word, start + text.length(), text.matches("(?s).*[ \\t]")));
  }
}
