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

  private static final Pattern COUNTS = Pattern.compile("\\{(\\d{1,9})(?:(,)(\\d{1,9})?)?}\\??");

  private final String text;
  private final Deque<Group> groups = new ArrayDeque<>();
  private int at;

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
    new PatternSize(text).read();
  }

  private void read() {
    groups.push(new Group());
    while (at < text.length()) {
      next();
      Group group = groups.element();
      if (group.size + group.last > LARGEST) {
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
        at++;
      }
    }
  }

  private void escaped(Group group) {
    if (text.startsWith("Q", at + 1)) {
      int end = text.indexOf("\\E", at);
      group.part(Math.max(1, (end < 0 ? text.length() : end) - at - 2), 1);
      at = end < 0 ? text.length() : end + 2;
    } else {
      group.part(1, 1);
      at += 2;
      boolean braced = at < text.length() && text.charAt(at) == '{';
      if (braced && "pPx".indexOf(text.charAt(at - 1)) >= 0) {
        at = after(text.indexOf('}', at));
      }
    }
  }

  private void skipClass(Group group) {
    group.part(1, 1);
    at += text.startsWith("[^", at) ? 2 : 1;
    at += text.startsWith("]", at) ? 1 : 0;
    while (at < text.length() && text.charAt(at) != ']') {
      int named = text.startsWith("[:", at) ? text.indexOf(":]", at + 2) : -1;
      at = named >= 0 ? named + 2 : at + (text.charAt(at) == '\\' ? 2 : 1);
    }
    at++;
  }

  private void open() {
    boolean special = text.startsWith("(?", at);
    boolean named = text.startsWith("(?P<", at) || text.startsWith("(?<", at);
    if (named) {
      at = after(text.indexOf('>', at));
    } else if (special) {
      int end = at;
      while (end < text.length() && ":)".indexOf(text.charAt(end)) < 0) {
        end++;
      }
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

  private int after(int found) {
    return found < 0 ? text.length() : found + 1;
  }
}
