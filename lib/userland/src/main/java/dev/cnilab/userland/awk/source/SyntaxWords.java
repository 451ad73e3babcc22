package dev.cnilab.userland.awk.source;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What mawk says of an invalid program, for what the library says. */
public final class SyntaxWords {
  private static final Pattern UNEXPECTED =
      Pattern.compile("(?s).*(?:Got|Found:) ([A-Z_]+)(?:: | \\()(.*?)\\)? \\([^()]*:(\\d+)\\)");
  private static final Pattern UNTERMINATED =
      Pattern.compile("(?s)Unterminated string: (.*) \\([^()]*:(\\d+)\\)");

  private static final Pattern FIELD = Pattern.compile("Field \\$\\((-\\d+)\\) is incorrect");

  /** The message of a PatternSyntaxException, which the library wraps. */
  private static final Pattern PATTERN =
      Pattern.compile("(?s)(.*?) near index \\d+\n(.*?)(\n *\\^)?");

  private static final String BAD_CLASS = "bad class -- [], [^] or [";

  private static final Pattern ARRAY_AS_SCALAR =
      Pattern.compile("Cannot use IDAst \\((\\w+)\\) as a scalar.*:(\\d+)\\)");
  private static final Pattern RETURN =
      Pattern.compile("Cannot use return here\\. \\(.*:(\\d+)\\)");

  private SyntaxWords() {}

  /** The words for what the library threw. */
  public static String of(Exception wrong, String program) {
    String message = String.valueOf(wrong.getMessage());
    Matcher field = FIELD.matcher(message);
    if (field.find()) {
      return "run time error: negative field index $" + field.group(1);
    }
    Matcher array = ARRAY_AS_SCALAR.matcher(message);
    if (array.find()) {
      return line(lineBefore(array.group(2))) + "illegal reference to array " + array.group(1);
    }
    Matcher outside = RETURN.matcher(message);
    if (outside.find()) {
      return line(lineBefore(outside.group(1))) + "return outside function body";
    }
    Matcher pattern = PATTERN.matcher(message);
    if (pattern.matches()) {
      return line(1) + ofPattern(pattern.group(1), pattern.group(2));
    }
    Matcher runaway = UNTERMINATED.matcher(message);
    if (runaway.matches()) {
      boolean regex = runaway.group(1).startsWith("/");
      return line(Integer.parseInt(runaway.group(2)))
          + (regex ? "runaway regular expression " : "runaway string constant ")
          + (runaway.group(1) + " ...");
    }
    Matcher unexpected = UNEXPECTED.matcher(message);
    return unexpected.matches()
        ? unexpected(
            program,
            unexpected.group(1),
            unexpected.group(2),
            Integer.parseInt(unexpected.group(3)))
        : message;
  }

  private static String unexpected(String program, String token, String text, int line) {
    if (token.equals("EOF")) {
      return line((int) program.lines().count() + 1) + "missing } near end of file";
    }
    if (count(program, '}') > count(program, '{')) {
      return line(line) + "extra '}'\nawk: " + (line(line) + "syntax error at or near end of line");
    }
    boolean open = token.equals("CLOSE_BRACE") && count(program, '(') > count(program, ')');
    return line(line)
        + (open ? "missing ) near " : "syntax error at or near ")
        + (token.equals("NEWLINE") ? "end of line" : text.strip());
  }

  private static String ofPattern(String description, String pattern) {
    String problem =
        switch (description.split(" ", -1)[0]) {
          case "Unclosed" -> description.endsWith("group") ? "missing ')'" : BAD_CLASS;
          case "Unmatched" -> "missing '('";
          case "Dangling" -> "missing operand";
          default -> BAD_CLASS;
        };
    return "regular expression compile failed (" + problem + ")\n" + pattern;
  }

  /** The library has read the end of the line by then. */
  private static int lineBefore(String number) {
    return Integer.parseInt(number) - 1;
  }

  private static String line(int number) {
    return "line " + Math.max(1, number) + ": ";
  }

  private static long count(String program, char which) {
    return program.chars().filter(each -> each == which).count();
  }
}
