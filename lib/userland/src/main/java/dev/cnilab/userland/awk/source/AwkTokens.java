package dev.cnilab.userland.awk.source;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Divides a program into tokens: texts, regular expressions, names, numbers, comments, white space,
 * and single characters of operators. Together they are the program.
 */
final class AwkTokens {
  /** A slash divides what ends with a value. */
  private static final Pattern TOKEN =
      Pattern.compile(
          "#[^\n]*|\"(?:[^\"\\\\]|\\\\.)*\"|[A-Za-z_]\\w*"
              + "|(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][-+]?\\d+)?|\\\\\n|\n|[ \t\r]+|.",
          Pattern.DOTALL);

  private static final Pattern EXPRESSION =
      Pattern.compile("/(?:[^/\\\\\n\\[]|\\\\.|\\[\\^?]?[^]\n]*]|\\[)*/");

  private static final Pattern ENDS_VALUE = Pattern.compile("[\\w$)\\]\".]");
  private static final Pattern KEYWORD = Pattern.compile("print|printf|return|in|getline|exit");

  private AwkTokens() {}

  /** The tokens of a program. */
  static List<String> of(String program) {
    List<String> tokens = new ArrayList<>();
    Matcher token = TOKEN.matcher(program);
    Matcher expression = EXPRESSION.matcher(program);
    String before = "";
    for (int at = 0; at < program.length(); ) {
      boolean divides = program.charAt(at) != '/' || endsValue(before);
      Matcher next = divides ? token : expression;
      if (!next.region(at, program.length()).lookingAt()) {
        next = token.region(at, program.length());
        next.lookingAt();
      }
      tokens.add(next.group());
      before = isBlank(next.group()) ? before : next.group();
      at = next.end();
    }
    return tokens;
  }

  /** Whether a token means nothing. */
  static boolean isBlank(String token) {
    return !token.equals("\n") && (token.isBlank() || token.equals("\\\n"));
  }

  private static boolean endsValue(String token) {
    return !token.isEmpty()
        && ENDS_VALUE.matcher(token.substring(token.length() - 1)).matches()
        && !KEYWORD.matcher(token).matches();
  }
}
