package dev.cnilab.cluster.goregexp;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How large the program for a pattern will be. A dozen characters can mean a million instructions,
 * so it has to be known before anybody compiles it. After Go's regexp/syntax, {@code checkLimits}
 * and {@code repeatIsValid}.
 */
final class PatternSize {
  /** How often something may be repeated, by all repetitions around it together. */
  private static final int MOST_REPEATS = 1000;

  private static final int DEEPEST = 1000;

  /** A real server allows 3,355,443, which take 128 MB. */
  private static final long LARGEST = 100_000;

  /**
   * Characters. The compiler's time grows with the square of a character class's length, and large
   * classes are one instruction each.
   */
  private static final int LONGEST = 4_000;

  /** Ranges of characters in all classes; without regard to case, each character is one. */
  private static final long MOST_RANGES = 10_000;

  private static final int RANGES_OF_PROPERTY = 700;

  /** The compiler never ends looking for the other cases of these letters (re2j 1.8). */
  private static final int FIRST_ENDLESS = 0x1c80;

  private static final int LAST_ENDLESS = 0x1c88;

  private static final Pattern COUNTS = Pattern.compile("\\{(\\d{1,9})(?:(,)(\\d{1,9})?)?}\\??");

  private final String text;
  private final Deque<Group> groups = new ArrayDeque<>();
  private int at;
  private long ranges;
  private boolean ignoresCase;

  /** What has been read of a group. */
  private static final class Group {
    /** The instructions of all that is finished, and of the part that may be repeated. */
    private long size;

    private long last;

    /** How often something in it is repeated. */
    private long repeats = 1;

    private long lastRepeats = 1;

    void part(long instructions, long repeated) {
      finish();
      last = instructions;
      lastRepeats = repeated;
    }

    void finish() {
      size += last;
      repeats = Math.max(repeats, lastRepeats);
      last = 0;
      lastRepeats = 1;
    }
  }

  private PatternSize(String text) {
    this.text = text;
  }

  /**
   * Requires that a pattern's program has a reasonable size. Whether the pattern is well-formed is
   * for its compiler to say.
   *
   * @throws GoPatternException if not
   */
  static void require(String text) {
    if (text.length() > LONGEST) {
      throw new GoPatternException("expression too large", text);
    }
    new PatternSize(text).read();
  }

  private void read() {
    groups.push(new Group());
    while (at < text.length()) {
      next();
      Group group = groups.element();
      if (group.size + group.last > LARGEST || ranges > MOST_RANGES) {
        throw new GoPatternException("expression too large", text);
      }
      if (groups.size() > DEEPEST) {
        throw new GoPatternException("expression nests too deeply", text);
      }
    }
  }

  private void next() {
    Group group = groups.element();
    switch (text.charAt(at)) {
      case '\\' -> escaped(group);
      case '[' -> skipClass(group);
      case '(' -> open();
      case ')' -> close();
      case '{' -> counted(group);
      case '*', '+', '?', '|' -> {
        group.last++;
        at++;
      }
      default -> {
        group.part(1, 1);
        range(character(), -1);
      }
    }
  }

  private void escaped(Group group) {
    if (text.startsWith("Q", at + 1)) {
      int end = text.indexOf("\\E", at);
      int last = end < 0 ? text.length() : end;
      group.part(Math.max(1, last - at - 2), 1);
      text.substring(at + 2, last).codePoints().forEach(each -> range(each, -1));
      at = end < 0 ? last : end + 2;
    } else {
      group.part(1, 1);
      range(character(), -1);
    }
  }

  private void skipClass(Group group) {
    group.part(1, 1);
    at += text.startsWith("[^", at) ? 2 : 1;
    for (boolean first = true; at < text.length(); first = false) {
      if (text.charAt(at) == ']' && !first) {
        break;
      }
      int named = text.startsWith("[:", at) ? text.indexOf(":]", at + 2) : -1;
      if (named >= 0) {
        at = named + 2;
        continue;
      }
      int from = character();
      int to = -1;
      if (text.startsWith("-", at) && !text.startsWith("-]", at) && at + 1 < text.length()) {
        at++;
        to = character();
      }
      range(from, to);
    }
    at++;
  }

  /** Reads a character, which may be escaped; -1 if the escape stands for several. */
  private int character() {
    int c = text.codePointAt(at);
    at += Character.charCount(c);
    if (c != '\\' || at >= text.length()) {
      return c;
    }
    c = text.codePointAt(at);
    at += Character.charCount(c);
    if (c != 'x' && c != 'p' && c != 'P') {
      return c;
    }
    String rest = text.substring(at);
    boolean braced = rest.startsWith("{");
    int end = braced ? after(rest.indexOf('}'), rest) : Math.min(c == 'x' ? 2 : 1, rest.length());
    at += end;
    if (c != 'x') {
      ranges += RANGES_OF_PROPERTY;
      return -1;
    }
    try {
      return Integer.parseInt(rest.substring(0, end).replaceAll("[{}]", ""), 16);
    } catch (NumberFormatException malformed) {
      return -1; // for the compiler to say
    }
  }

  /**
   * Counts a range.
   *
   * @param to its end; -1 if it has one character
   */
  private void range(int from, int to) {
    int last = Math.max(from, to);
    if (ignoresCase && from <= LAST_ENDLESS && last >= FIRST_ENDLESS) {
      throw new GoPatternException(
          "U+1C80 to U+1C88 are not supported without regard to case", text);
    }
    ranges += ignoresCase ? last - from + 1 : 1;
  }

  private void open() {
    boolean special = text.startsWith("(?", at);
    boolean named = text.startsWith("(?P<", at) || text.startsWith("(?<", at);
    if (named) {
      at = after(text.indexOf('>', at), text);
    } else if (special) {
      int end = at;
      while (end < text.length() && ":)".indexOf(text.charAt(end)) < 0) {
        end++;
      }
      int flags = text.indexOf("i", at);
      ignoresCase |= flags >= 0 && flags < end;
      at = end + 1;
      if (end < text.length() && text.charAt(end) == ')') {
        return;
      }
    } else {
      at++;
    }
    groups.push(new Group());
  }

  private void close() {
    at++;
    if (groups.size() == 1) {
      throw new GoPatternException("unexpected )", text);
    }
    Group closed = groups.pop();
    closed.finish();
    groups.element().part(closed.size + 2, closed.repeats);
  }

  private void counted(Group group) {
    Matcher counts = COUNTS.matcher(text).region(at, text.length());
    if (!counts.lookingAt()) {
      group.part(1, 1);
      at++;
      return;
    }
    at = counts.end();
    int least = Integer.parseInt(counts.group(1));
    int most =
        counts.group(2) == null
            ? least
            : counts.group(3) == null ? -1 : Integer.parseInt(counts.group(3));
    int repeats = most < 0 ? least : most;
    if (repeats == 0) {
      group.lastRepeats = most < 0 ? group.lastRepeats : 1;
      return;
    }
    group.lastRepeats *= repeats;
    group.last = repeats * group.last + 1;
    boolean several = least > 1 || most > 1;
    if (several && group.lastRepeats > MOST_REPEATS) {
      throw new GoPatternException("invalid repeat count", counts.group());
    }
  }

  private static int after(int found, String text) {
    return found < 0 ? text.length() : found + 1;
  }
}
