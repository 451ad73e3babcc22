package dev.cnilab.userland.service.unit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The command lines of unit files; systemd.service(5), "Command lines". */
public final class ExecLine {
  /** A word that consists of a variable is split into the words of its value. */
  private static final Pattern WHOLE = Pattern.compile("\\$([A-Za-z_]\\w*)");

  private static final Pattern WITHIN = Pattern.compile("\\$\\$|\\$\\{([A-Za-z_]\\w*)}");

  private ExecLine() {}

  /**
   * The words of a command with variables replaced; unset ones are empty.
   *
   * @param unit the unit's name, for {@code %n}
   */
  public static List<String> expand(String line, String unit, Map<String, String> environment) {
    List<String> expanded = new ArrayList<>();
    for (String word : words(line)) {
      Matcher whole = WHOLE.matcher(word);
      if (whole.matches()) {
        expanded.addAll(words(environment.getOrDefault(whole.group(1), "")));
      } else {
        expanded.add(within(word, environment).replace("%n", unit).replace("%%", "%"));
      }
    }
    return expanded;
  }

  private static String within(String word, Map<String, String> environment) {
    return WITHIN
        .matcher(word)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(
                    found.group(1) == null ? "$" : environment.getOrDefault(found.group(1), "")));
  }

  /** The words of a line; quotes group words and are removed. */
  static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean begun = false;
    char quote = 0;
    for (int at = 0; at < line.length(); at++) {
      char next = line.charAt(at);
      if (next == '\\' && at + 1 < line.length() && quote != '\'') {
        word.append(line.charAt(++at));
        begun = true;
      } else if (quote != 0) {
        if (next == quote) {
          quote = 0;
        } else {
          word.append(next);
        }
      } else if (next == '"' || next == '\'') {
        quote = next;
        begun = true;
      } else if (Character.isWhitespace(next)) {
        if (begun) {
          words.add(word.toString());
        }
        word.setLength(0);
        begun = false;
      } else {
        word.append(next);
        begun = true;
      }
    }
    if (begun) {
      words.add(word.toString());
    }
    return words;
  }
}
