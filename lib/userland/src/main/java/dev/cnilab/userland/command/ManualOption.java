package dev.cnilab.userland.command;

import java.util.ArrayList;
import java.util.List;

/**
 * An option in a manual.
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

  /**
   * Reads words such as {@code -n,--lines:}, where one colon stands for an argument and two for an
   * optional one.
   */
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

  /** Options that have a letter only, each followed by a colon if it has an argument. */
  static List<ManualOption> ofLetters(String letters) {
    List<ManualOption> options = new ArrayList<>();
    for (String each : letters.split("(?<=.)(?=[^:])", -1)) {
      options.add(parse("-" + each));
    }
    return options;
  }

  /** Its name in messages: the first long name, or otherwise its letter. */
  String shown() {
    return names.isEmpty() ? "-" + letters.getFirst() : "--" + names.getFirst();
  }
}
