package dev.cnilab.userland.awk.source;

import java.util.ArrayList;
import java.util.List;
import org.metricshub.jawk.jrt.AwkRuntimeException;

/** A program in words that the library understands as mawk understands the program. */
public final class ProgramText {
  private ProgramText() {}

  /** Whether a program has no rule and no function, but at most blanks and comments. */
  public static boolean isEmpty(String program) {
    return AwkTokens.of(program).stream()
        .allMatch(token -> token.isBlank() || token.equals("\\\n") || token.startsWith("#"));
  }

  /**
   * The program for the library.
   *
   * @throws AwkRuntimeException with mawk's message, for what the library would accept
   */
  public static String forLibrary(String program) {
    List<String> tokens = new ArrayList<>();
    for (String token : AwkTokens.of(program)) {
      if (token.equals("*") && !tokens.isEmpty() && tokens.getLast().equals("*")) {
        throw new AwkRuntimeException("line " + line(tokens) + ": syntax error at or near *");
      }
      tokens.add(token.startsWith("\"") ? StringLiterals.kept(token) : NumberLiterals.plain(token));
    }
    return String.join("", PrintLists.grouped(withNextfile(tokens)));
  }

  private static long line(List<String> before) {
    return 1 + String.join("", before).chars().filter(each -> each == '\n').count();
  }

  /** The library knows {@code next} only; a brace ends a statement, so no semicolon may follow. */
  private static List<String> withNextfile(List<String> tokens) {
    List<String> known = new ArrayList<>();
    boolean after = false;
    for (String token : tokens) {
      boolean here = token.equals("nextfile");
      if (!after || !token.equals(";")) {
        known.add(here ? "{ __nextfile(); next }" : token);
      }
      after = here || (after && AwkTokens.isBlank(token));
    }
    return known;
  }
}
