package dev.cnilab.userland.shell.run;

import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.shell.state.ShellDialect;
import dev.cnilab.userland.shell.state.ShellState;
import dev.cnilab.userland.shell.syntax.ShellSyntaxException;

/** The errors that a shell prints, each in the words of its dialect. */
public final class ErrorMessages {
  private final Interpreter shell;
  private final SimpleCommands simple;
  private final Process process;
  private final ShellState state;

  ErrorMessages(Interpreter shell, SimpleCommands simple) {
    this.shell = shell;
    this.simple = simple;
    this.process = shell.process();
    this.state = shell.state();
  }

  /** Prints an error after the shell's name and the line number. */
  void print(String message) {
    process.err().println(prefix() + message);
  }

  /** The prefix of errors. */
  public String prefix() {
    if (state.dialect() == ShellDialect.BASH && shell.scripts().hasJobControl()) {
      return state.name() + ": ";
    }
    return state.dialect().prefix(state.name(), simple.line());
  }

  /** Prints a syntax error in the script being read. */
  void print(ShellSyntaxException failed) {
    if (state.dialect() == ShellDialect.BASH) {
      String start =
          shell.scripts().hasJobControl()
              ? state.name() + ": " + simple.currentBuiltin()
              : state.name()
                  + ": "
                  + (simple.currentBuiltin().isEmpty()
                      ? shell.scripts().origin()
                      : simple.currentBuiltin())
                  + "line "
                  + failed.line()
                  + ": ";
      process.err().println(start + failed.bashText());
      if (failed.bashText().contains("near unexpected") && !shell.scripts().hasJobControl()) {
        process.err().println(start + "`" + failed.source() + "'");
      }
      return;
    }
    process
        .err()
        .println(
            state.dialect().prefix(state.name(), failed.line())
                + simple.currentBuiltin()
                + state.dialect().syntaxError(failed.text()));
  }
}
