package dev.cnilab.userland.coreutils.find;

import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.process.ProgramException;
import java.util.List;

/** The words of an expression of {@code find}, consumed one by one. */
final class FindWords {
  private final Invocation call;
  private final List<String> words;
  private int at;

  FindWords(Invocation call, List<String> words) {
    this.call = call;
    this.words = words;
  }

  boolean isAtEnd() {
    return at >= words.size();
  }

  /** Whether a list of words ends here: at a word that matches, or at the end. */
  boolean stopsAt(String pattern) {
    return isAtEnd() || words.get(at).matches(pattern);
  }

  /** Takes the next word. */
  String next() {
    return words.get(at++);
  }

  /** Takes the next word if it equals this one. */
  boolean take(String word) {
    if (at < words.size() && words.get(at).equals(word)) {
      at++;
      return true;
    }
    return false;
  }

  /**
   * Takes the argument of a primary.
   *
   * @throws ProgramException if there is none
   */
  String argument(String primary) throws ProgramException {
    if (at >= words.size()) {
      throw call.failure(1, "missing argument to `" + primary + "'");
    }
    return words.get(at++);
  }

  /**
   * Takes a number of at most six digits.
   *
   * @throws ProgramException if the argument is missing or not a number
   */
  int number(String primary) throws ProgramException {
    String text = argument(primary);
    if (!text.matches("\\d{1,6}")) {
      throw call.failure(
          1,
          "Expected a positive decimal integer argument to "
              + primary
              + ", but got '"
              + text
              + "'");
    }
    return Integer.parseInt(text);
  }
}
