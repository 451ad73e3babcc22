package dev.cnilab.userland.coreutils.part;

import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.command.Options;
import java.util.List;

/** The lines {@code ==> name <==} that {@code head} and {@code tail} print for several files. */
final class Headers {
  private final Invocation call;
  private final boolean wanted;
  private String last = "";

  private Headers(Invocation call, boolean wanted) {
    this.call = call;
    this.wanted = wanted;
  }

  static Headers of(Invocation call, Options.Found options, List<String> operands) {
    char asked = options.last("qv");
    return new Headers(call, asked == 'v' || (asked == ' ' && operands.size() > 1));
  }

  /** Prints the header of a file unless it was the last one printed. */
  void print(String path) {
    if (wanted && !path.equals(last)) {
      String name = path.equals("-") ? "standard input" : path;
      call.out().print((last.isEmpty() ? "" : "\n") + "==> " + name + " <==\n");
      last = path;
    }
  }
}
