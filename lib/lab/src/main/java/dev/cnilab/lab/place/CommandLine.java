package dev.cnilab.lab.place;

import java.util.List;
import java.util.regex.Pattern;

/** A line of shell as arguments, and back as one types it. */
public final class CommandLine {

  private static final Pattern PLAIN = Pattern.compile("[\\w./:=,@%+ -]+");

  private CommandLine() {}

  /** The words of a line; by way of a shell if there is more to it than words. */
  static List<String> words(String line) {
    return PLAIN.matcher(line).matches() && !line.contains("  ")
        ? List.of(line.strip().split(" "))
        : List.of("sh", "-c", line);
  }

  /** The line to paste into a terminal that calls these words. */
  public static String typed(List<String> words) {
    return String.join(" ", words.stream().map(CommandLine::quote).toList());
  }

  private static String quote(String word) {
    return PLAIN.matcher(word).matches() && !word.contains(" ")
        ? word
        : "'" + word.replace("'", "'\\''") + "'";
  }
}
