package dev.cnilab.userland.shell.run;

import dev.cnilab.userland.shell.state.ShellOption;
import dev.cnilab.userland.shell.syntax.ScriptSource;
import dev.cnilab.userland.shell.tree.ShellCommand;
import java.io.IOException;

/** What follows when a command outside a condition fails: the trap on ERR, {@code set -e}. */
final class FailedCommands {
  private final Interpreter shell;
  private int conditions;

  FailedCommands(Interpreter shell) {
    this.shell = shell;
  }

  /** The number of conditions around the present command. */
  int conditions() {
    return conditions;
  }

  /** Begins within conditions, in a child of the shell that tests them. */
  void within(int conditions) {
    this.conditions = conditions;
  }

  /** Exits after a failure if {@code set -e} is on. */
  int tested(int status) throws IOException {
    shell.state().setLastStatus(status);
    if (status != 0 && conditions == 0 && shell.traps().actions().containsKey(Traps.ERROR)) {
      onError(status);
    }
    if (status != 0 && conditions == 0 && shell.state().options().contains(ShellOption.ERREXIT)) {
      throw new ControlFlow.Exit(status);
    }
    return status;
  }

  /** Runs the trap on ERR; within functions only with {@code set -E}. */
  private void onError(int status) throws IOException {
    boolean within =
        shell.calls().inFunction() && !shell.state().options().contains(ShellOption.ERRTRACE);
    if (!within) {
      conditions++;
      try {
        shell
            .scripts()
            .source(ScriptSource.of(shell.traps().actions().getOrDefault(Traps.ERROR, "")));
      } finally {
        conditions--;
        shell.state().setLastStatus(status);
      }
    }
  }

  /** Executes a command as a condition, whose failure is not an error. */
  int untested(ShellCommand condition) throws IOException {
    conditions++;
    try {
      return shell.run(condition);
    } finally {
      conditions--;
    }
  }
}
