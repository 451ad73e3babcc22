package dev.cnilab.cluster.goregexp;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Compiles regular expressions of Go's package regexp. Matching takes time in proportion to the
 * text and the size of the program; compiling takes more for classes of characters. What Go counts
 * before it compiles is counted here, too, and so are those classes.
 */
public final class GoPattern {
  /** Instructions of all remembered programs together, which take about 70 bytes each. */
  private static final long MOST_REMEMBERED = 200_000;

  private static final Map<String, Pattern> COMPILED = new LinkedHashMap<>(16, 0.75f, true);
  private static long remembered;

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
    COMPILED.put(text, pattern);
    remembered += weight(pattern);
    Iterator<Pattern> eldest = COMPILED.values().iterator();
    while (remembered > MOST_REMEMBERED) {
      remembered -= weight(eldest.next());
      eldest.remove();
    }
    return pattern;
  }

  /** Even a small program has a text, and classes of characters. */
  private static long weight(Pattern pattern) {
    return Math.max(2_000, pattern.programSize());
  }

  private static Pattern parse(String text) {
    try {
      return Pattern.compile(text);
    } catch (PatternSyntaxException wrong) {
      throw new GoPatternException(wrong.getDescription(), wrong.getPattern());
    }
  }
}
