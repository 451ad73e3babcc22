package dev.cnilab.lab.course;

import java.util.ArrayList;
import java.util.List;

/**
 * What a step's repair may change; everything else is to be as {@code begin} left it. Patterns name
 * things as {@code State} does ({@code worker-1 file /etc/cni/net.d/*}); a {@code *} stands for any
 * text.
 *
 * @param changing what may be there, be changed or be gone
 * @param adding what may be there in addition
 */
public record Leeway(List<String> changing, List<String> adding) {

  public static final Leeway NONE = new Leeway(List.of(), List.of());

  /** Of a step that happens on clusters of its own, and need not look at this one. */
  public static final Leeway EVERYTHING = NONE.changes("*");

  public Leeway {
    changing = List.copyOf(changing);
    adding = List.copyOf(adding);
  }

  /** This, and things that may be changed. */
  public Leeway changes(String... patterns) {
    return new Leeway(plus(changing, patterns), adding);
  }

  /** This, and things that may be there in addition. */
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
