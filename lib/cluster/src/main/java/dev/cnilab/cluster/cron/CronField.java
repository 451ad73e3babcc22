package dev.cnilab.cluster.cron;

import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/**
 * The values that one field of a schedule allows.
 *
 * @param any whether it is a star, so that it restricts nothing
 */
record CronField(BitSet values, boolean any) {

  /** The syntax and the range of a field. */
  enum Kind {
    MINUTE(0, 59, List.of()),
    HOUR(0, 23, List.of()),
    DAY(1, 31, List.of()),
    MONTH(
        1,
        12,
        List.of(
            "", "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov",
            "dec")),
    WEEKDAY(0, 6, List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat"));

    private final int least;
    private final int most;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of, so it is immutable
    private final List<String> names;

    Kind(int least, int most, List<String> names) {
      this.least = least;
      this.most = most;
      this.names = names;
    }
  }

  /**
   * Parses a field: parts separated by commas, each a value, a range or a star, with an optional
   * step after a slash.
   *
   * @throws IllegalArgumentException in the words of robfig/cron, which Kubernetes uses
   */
  static CronField parse(String text, Kind kind) {
    BitSet values = new BitSet();
    boolean any = false;
    for (String part : text.split(",", -1)) {
      if (!part.isEmpty()) {
        any |= add(part, kind, values);
      }
    }
    return new CronField(values, any);
  }

  boolean allows(int value) {
    return values.get(value);
  }

  private static boolean add(String part, Kind kind, BitSet values) {
    String[] rangeAndStep = part.split("/", -1);
    String[] ends = rangeAndStep[0].split("-", -1);
    if (rangeAndStep.length > 2) {
      throw new IllegalArgumentException("too many slashes: " + part);
    }
    boolean star = ends[0].equals("*") || ends[0].equals("?");
    if (ends.length > 2) {
      throw new IllegalArgumentException("too many hyphens: " + part);
    }
    int step = rangeAndStep.length == 2 ? number(rangeAndStep[1]) : 1;
    int first = star ? kind.least : value(ends[0], kind);
    int last =
        star || (ends.length == 1 && rangeAndStep.length == 2)
            ? kind.most
            : ends.length == 2 ? value(ends[1], kind) : first;
    if (first < kind.least) {
      throw new IllegalArgumentException(
          "beginning of range (%d) below minimum (%d): %s".formatted(first, kind.least, part));
    }
    if (last > kind.most) {
      throw new IllegalArgumentException(
          "end of range (%d) above maximum (%d): %s".formatted(last, kind.most, part));
    }
    if (first > last) {
      throw new IllegalArgumentException(
          "beginning of range (%d) beyond end of range (%d): %s".formatted(first, last, part));
    }
    if (step == 0) {
      throw new IllegalArgumentException("step of range should be a positive number: " + part);
    }
    for (int value = first; value <= last; value += step) {
      values.set(value);
    }
    return star && step == 1;
  }

  private static int value(String text, Kind kind) {
    int named = kind.names.indexOf(text.toLowerCase(Locale.ROOT));
    return named >= 0 && !text.isEmpty() ? named : number(text);
  }

  private static int number(String text) {
    if (!text.matches("[+-]?\\d{1,9}")) {
      throw new IllegalArgumentException(
          "failed to parse int from %s: strconv.Atoi: parsing \"%s\": invalid syntax"
              .formatted(text, text));
    }
    int number = Integer.parseInt(text);
    if (number < 0) {
      throw new IllegalArgumentException(
          "negative number (%d) not allowed: %s".formatted(number, text));
    }
    return number;
  }
}
