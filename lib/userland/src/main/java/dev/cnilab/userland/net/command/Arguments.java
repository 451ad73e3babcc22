package dev.cnilab.userland.net.command;

import java.util.List;

/** The arguments of a command, read from left to right. */
public final class Arguments {
  private final List<String> words;
  private int at;

  public Arguments(List<String> words) {
    this.words = List.copyOf(words);
  }

  /** Whether {@code given} is {@code full} or an abbreviation of it. */
  public static boolean matches(String given, String full) {
    return !given.isEmpty() && full.startsWith(given);
  }

  public boolean isEmpty() {
    return at >= words.size();
  }

  public int left() {
    return words.size() - at;
  }

  /** The word that {@link #next} will return. */
  public String peek() {
    if (isEmpty()) {
      throw CommandFailure.incomplete();
    }
    return words.get(at);
  }

  /**
   * Consumes the next word.
   *
   * @throws CommandFailure if there is none
   */
  public String next() {
    String word = peek();
    at++;
    return word;
  }

  /** The word that was consumed last. */
  public String previous() {
    return words.get(at - 1);
  }

  /** Consumes the next word if it is exactly {@code word}. */
  public boolean take(String word) {
    boolean taken = !isEmpty() && words.get(at).equals(word);
    at += taken ? 1 : 0;
    return taken;
  }

  /** Consumes the next word if it abbreviates one of {@code full}. */
  public boolean takeMatching(String... full) {
    if (isEmpty()) {
      return false;
    }
    for (String word : full) {
      if (matches(words.get(at), word)) {
        at++;
        return true;
      }
    }
    return false;
  }

  /** Consumes all remaining words. */
  public List<String> rest() {
    List<String> rest = words.subList(at, words.size());
    at = words.size();
    return rest;
  }

  /**
   * Consumes a number as C's strtoul reads it, decimal, octal (0…) or hexadecimal (0x…).
   *
   * @throws CommandFailure with {@code why} if it is not a number or out of range
   */
  public long number(long least, long most, String why) {
    String word = next();
    try {
      long number = Long.decode(word);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException notANumber) {
      // Refused below, like a number that is out of range.
    }
    throw CommandFailure.wrong(word, why);
  }

  /** Like {@link #number(long, long, String)}, for a signed 32-bit integer in C. */
  public int integer(String why) {
    return (int) number(Integer.MIN_VALUE, Integer.MAX_VALUE, why);
  }

  /** Consumes {@code on} or {@code off}. */
  public boolean onOff(String key) {
    String word = next();
    return switch (word) {
      case "on" -> true;
      case "off" -> false;
      default ->
          throw CommandFailure.refused(
              "Error: argument of \"" + key + "\" must be \"on\" or \"off\", not \"" + word + "\"");
    };
  }
}
