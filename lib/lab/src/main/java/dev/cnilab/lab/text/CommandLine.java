package dev.cnilab.lab.text;

import java.util.List;
import java.util.regex.Pattern;

/** Splits a line of shell into arguments, and quotes arguments as typed. */
public final class CommandLine {

  private static final Pattern PLAIN = Pattern.compile("[\\w./:=,@%+ -]+");

  private CommandLine() {}

  /** The words of a line; a shell to run it if it has more than words. */
  public static List<String> words(String line) {
    return PLAIN.matcher(line).matches() && !line.contains("  ")
        ? List.of(line.strip().split(" "))
        : List.of("sh", "-c", line);
  }

  /** The line for a terminal that runs these words. */
  public static String typed(List<String> words) {
    return String.join(" ", words.stream().map(CommandLine::quote).toList());
  }

  private static String quote(String word) {
    return PLAIN.matcher(word).matches() && !word.contains(" ")
        ? word
        : "'" + word.replace("'", "'\\''") + "'";
  }
}
