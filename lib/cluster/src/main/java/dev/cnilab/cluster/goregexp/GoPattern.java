package dev.cnilab.cluster.goregexp;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Compiles regular expressions of Go's package regexp. Matching takes time in proportion to the
 * text and the size of the program, and so does compiling: what Go counts before it compiles is
 * counted here, too.
 */
public final class GoPattern {
  private static final int REMEMBERED = 100;

  /** Instructions; larger programs are not remembered, so that all of them take little memory. */
  private static final int SMALL = 10_000;

  private static final Map<String, Pattern> COMPILED =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Pattern> eldest) {
          return size() > REMEMBERED;
        }
      };

  private GoPattern() {}

  /**
   * Compiles an expression.
   *
   * @throws GoPatternException if it is none, in Go's words
   */
  public static synchronized Pattern compile(String text) {
    Pattern known = COMPILED.get(text);
    if (known != null) {
      return known;
    }
    PatternSize.require(text);
    Pattern pattern = parse(text);
    if (pattern.programSize() <= SMALL) {
      COMPILED.put(text, pattern);
    }
    return pattern;
  }

  private static Pattern parse(String text) {
    try {
      return Pattern.compile(text);
    } catch (PatternSyntaxException wrong) {
      throw new GoPatternException(wrong.getDescription(), wrong.getPattern());
    }
  }
}
