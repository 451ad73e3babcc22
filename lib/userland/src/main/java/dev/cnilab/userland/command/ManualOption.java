package dev.cnilab.userland.command;

import java.util.ArrayList;
import java.util.List;

/**
 * An option as a manual names it.
 *
 * @param letters its one-letter names
 * @param names its long names
 * @param argument whether it has one
 */
public record ManualOption(List<Character> letters, List<String> names, Argument argument) {
  /** Whether an option has an argument. */
  public enum Argument {
    NONE,
    REQUIRED,
    OPTIONAL
  }

  /** From words such as {@code -n,--lines:}; one colon stands for an argument, two for perhaps. */
  static ManualOption parse(String text) {
    String words = text.replaceFirst(":+$", "");
    List<Character> letters = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (String word : words.split(",", -1)) {
      if (word.startsWith("--")) {
        names.add(word.substring(2));
      } else {
        letters.add(word.charAt(1));
      }
    }
    return new ManualOption(
        List.copyOf(letters),
        List.copyOf(names),
        Argument.values()[text.length() - words.length()]);
  }

  /** How messages name it: by its first long name, else by its letter. */
  String shown() {
    return names.isEmpty() ? "-" + letters.getFirst() : "--" + names.getFirst();
  }
}
