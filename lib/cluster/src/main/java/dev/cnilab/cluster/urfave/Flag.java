package dev.cnilab.cluster.urfave;

import dev.cnilab.cluster.goflag.GoFlag;
import java.util.List;

/**
 * A flag of a command.
 *
 * @param parsed its names and what follows it
 * @param obeyed whether it is supported; otherwise it is known, and refused by its name
 */
public record Flag(GoFlag parsed, boolean obeyed) {
  /** A boolean flag. */
  public static Flag bool(String... names) {
    return new Flag(new GoFlag(List.of(names), GoFlag.Kind.BOOL), true);
  }

  /** A string flag; may be repeated. */
  public static Flag text(String... names) {
    return new Flag(new GoFlag(List.of(names), GoFlag.Kind.TEXT), true);
  }

  /** An integer flag. */
  public static Flag number(String... names) {
    return new Flag(new GoFlag(List.of(names), GoFlag.Kind.NUMBER), true);
  }

  /** The same flag, marked as unsupported. */
  public Flag refused() {
    return new Flag(parsed, false);
  }

  public String name() {
    return parsed.name();
  }

  /** Its name in the help: {@code --last value, -n value}. */
  String help() {
    StringBuilder text = new StringBuilder();
    for (String name : parsed.names()) {
      text.append(text.isEmpty() ? "" : ", ").append(name.length() > 1 ? "--" : "-").append(name);
      text.append(parsed.kind() == GoFlag.Kind.BOOL ? "" : " value");
    }
    return text.toString();
  }
}
