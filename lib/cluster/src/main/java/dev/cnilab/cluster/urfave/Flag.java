package dev.cnilab.cluster.urfave;

import java.util.List;

/**
 * A flag of a command.
 *
 * @param names the first is its main name
 * @param obeyed whether it is supported; otherwise it is known, and refused by its name
 */
public record Flag(List<String> names, Kind kind, boolean obeyed) {
  /** What follows a flag. */
  public enum Kind {
    BOOL,
    TEXT,
    NUMBER
  }

  /** A boolean flag. */
  public static Flag bool(String... names) {
    return new Flag(List.of(names), Kind.BOOL, true);
  }

  /** A string flag; may be repeated. */
  public static Flag text(String... names) {
    return new Flag(List.of(names), Kind.TEXT, true);
  }

  /** An integer flag. */
  public static Flag number(String... names) {
    return new Flag(List.of(names), Kind.NUMBER, true);
  }

  /** The same flag, marked as unsupported. */
  public Flag refused() {
    return new Flag(names, kind, false);
  }

  public String name() {
    return names.getFirst();
  }

  /** Its name in the help: {@code --last value, -n value}. */
  String help() {
    StringBuilder text = new StringBuilder();
    for (String name : names) {
      text.append(text.isEmpty() ? "" : ", ").append(name.length() > 1 ? "--" : "-").append(name);
      text.append(kind == Kind.BOOL ? "" : " value");
    }
    return text.toString();
  }
}
