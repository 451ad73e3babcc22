package dev.cnilab.userland.shell;

import dev.cnilab.userland.process.Signal;
import dev.cnilab.userland.shell.run.Interpreter;
import java.io.IOException;

/** An interactive shell. */
record InteractiveShell(Interpreter shell) {

  /** Reads and executes commands until the end of input or {@code exit}. */
  int run() throws IOException {
    shell.process().signals().handle(Signal.INT, () -> {});
    return shell
        .scripts()
        .interactive(
            prompt -> {
              shell.process().err().print(prompt);
              return Lines.next(shell.process().in());
            });
  }
}
