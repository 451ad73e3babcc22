package dev.cnilab.cluster.urfave;

import java.util.List;

/**
 * A flag of a command.
 *
 * @param names the first is the one that it is asked for by
 * @param obeyed whether it is; else it is known, and refused by its name
 */
public record Flag(List<String> names, Kind kind, boolean obeyed) {
  /** What follows a flag. */
  public enum Kind {
    BOOL,
    TEXT,
    NUMBER
  }

  /** One without a value: it is there or not. */
  public static Flag bool(String... names) {
    return new Flag(List.of(names), Kind.BOOL, true);
  }

  /** One with a text; may be given several times. */
  public static Flag text(String... names) {
    return new Flag(List.of(names), Kind.TEXT, true);
  }

  /** One with a whole number. */
  public static Flag number(String... names) {
    return new Flag(List.of(names), Kind.NUMBER, true);
  }

  /** The same flag, which the program here does not obey. */
  public Flag refused() {
    return new Flag(names, kind, false);
  }

  public String name() {
    return names.getFirst();
  }

  /** How help names it: {@code --last value, -n value}. */
  String help() {
    StringBuilder text = new StringBuilder();
    for (String name : names) {
      text.append(text.isEmpty() ? "" : ", ").append(name.length() > 1 ? "--" : "-").append(name);
      text.append(kind == Kind.BOOL ? "" : " value");
    }
    return text.toString();
  }
}
