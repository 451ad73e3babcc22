package dev.cnilab.userland.coreutils.part;

import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.process.ProgramException;
import java.util.ArrayList;
import java.util.List;

/** Parses the counts of {@code head} and {@code tail}. */
public final class Counts {
  private Counts() {}

  /** The arguments, with the obsolete {@code -5} replaced by {@code -n 5}. */
  static List<String> modern(List<String> arguments) {
    if (arguments.isEmpty() || !arguments.getFirst().matches("-[0-9]+")) {
      return arguments;
    }
    List<String> modern = new ArrayList<>(List.of("-n", arguments.getFirst().substring(1)));
    modern.addAll(arguments.subList(1, arguments.size()));
    return modern;
  }

  /** A number with an optional suffix K, M or G. */
  static long parse(Invocation call, String what, String text) throws ProgramException {
    String bare = text.startsWith("+") ? text.substring(1) : text;
    if (!bare.matches("-?[0-9]{1,12}[bkKMG]?")) {
      throw call.failure(
          1,
          call.isBusybox()
              ? "invalid number '" + text + "'"
              : "invalid number of " + what + ": '" + text + "'");
    }
    long factor =
        switch (bare.charAt(bare.length() - 1)) {
          case 'b' -> 512;
          case 'k', 'K' -> 1L << 10;
          case 'M' -> 1L << 20;
          case 'G' -> 1L << 30;
          default -> 1;
        };
    return Long.parseLong(factor == 1 ? bare : bare.substring(0, bare.length() - 1)) * factor;
  }
}
