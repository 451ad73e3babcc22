package dev.cnilab.lab.course;

import java.util.ArrayList;
import java.util.List;

/**
 * What a step's repair may change; everything else must be as {@code begin} left it. Patterns match
 * names as in {@code State} ({@code worker-1 file /etc/cni/net.d/*}); a {@code *} matches any text.
 *
 * @param changing things that may be added, changed or removed
 * @param adding things that may be added
 */
public record Leeway(List<String> changing, List<String> adding) {

  public static final Leeway NONE = new Leeway(List.of(), List.of());

  /** The leeway of a step on clusters of its own, which need not check this one. */
  public static final Leeway EVERYTHING = NONE.changes("*");

  public Leeway {
    changing = List.copyOf(changing);
    adding = List.copyOf(adding);
  }

  /** This leeway plus things that may be changed. */
  public Leeway changes(String... patterns) {
    return new Leeway(plus(changing, patterns), adding);
  }

  /** This leeway plus things that may be added. */
  public Leeway adds(String... patterns) {
    return new Leeway(changing, plus(adding, patterns));
  }

  private static List<String> plus(List<String> some, String... more) {
    List<String> all = new ArrayList<>(some);
    all.addAll(List.of(more));
    return all;
  }

  public boolean letsChange(String thing) {
    return matches(changing, thing);
  }

  public boolean letsAdd(String thing) {
    return letsChange(thing) || matches(adding, thing);
  }

  private static boolean matches(List<String> patterns, String thing) {
    return patterns.stream().anyMatch(pattern -> thing.matches(expression(pattern)));
  }

  private static String expression(String pattern) {
    return "(?s)\\Q" + pattern.replace("*", "\\E.*\\Q") + "\\E";
  }
}
