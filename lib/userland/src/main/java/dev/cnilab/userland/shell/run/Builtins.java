package dev.cnilab.userland.shell.run;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The builtins of a shell, by name. */
public record Builtins(Map<String, Builtin> all) {
  /** The special builtins, whose errors end a shell that is not interactive; POSIX, 2.14. */
  private static final Set<String> SPECIAL =
      Set.of(
          ":",
          ".",
          "break",
          "continue",
          "eval",
          "exec",
          "exit",
          "local",
          "export",
          "readonly",
          "return",
          "set",
          "shift",
          "times",
          "trap",
          "unset");

  public Optional<Builtin> find(String name) {
    return Optional.ofNullable(all.get(name));
  }

  public static boolean isSpecial(String name) {
    return SPECIAL.contains(name);
  }
}
