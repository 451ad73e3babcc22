package dev.cnilab.userland.shell.run;

import dev.cnilab.userland.shell.expand.variable.ShellException;
import dev.cnilab.userland.shell.run.Interpreter.Then;
import dev.cnilab.userland.shell.state.ShellDialect;
import dev.cnilab.userland.shell.state.ShellOption;
import dev.cnilab.userland.shell.syntax.ScriptSource;
import dev.cnilab.userland.shell.syntax.ShellParser;
import dev.cnilab.userland.shell.syntax.ShellSyntaxException;
import dev.cnilab.userland.shell.tree.ShellCommand;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads and executes scripts in a shell. */
public final class Scripts {
  private final Interpreter shell;
  private boolean jobControl;
  private String origin = "";

  Scripts(Interpreter shell) {
    this.shell = shell;
  }

  /** Executes a script in this shell; returns the status of its last command. */
  public int source(ScriptSource script) throws IOException {
    return source(script, Then.GO_ON);
  }

  /** Creates a parser; bash expands aliases only in interactive shells. */
  private ShellParser parser(ScriptSource script) {
    return new ShellParser(
        script,
        shell.state().dialect().grammar(),
        name ->
            shell.state().dialect() == ShellDialect.BASH && !jobControl
                ? Optional.empty()
                : Optional.ofNullable(shell.state().aliases().get(name)),
        shell.process());
  }

  private int source(ScriptSource script, Then then) throws IOException {
    try (ShellParser parser = parser(script)) {
      int status = 0;
      for (Optional<ShellCommand> next = parser.next(); next.isPresent(); next = parser.next()) {
        if (!shell.state().options().contains(ShellOption.NOEXEC)) {
          boolean last = then == Then.EXIT && parser.isAtEnd();
          status = shell.run(next.get(), last ? Then.EXIT : Then.GO_ON);
        }
      }
      return status;
    }
  }

  /** Executes a script; in bash an error abandons only its line. */
  private int lines(ScriptSource script, Then then) throws IOException {
    if (shell.state().dialect() != ShellDialect.BASH) {
      return source(script, then);
    }
    try (ShellParser parser = parser(script)) {
      int status = 0;
      for (Optional<ShellCommand> next = parser.next(); next.isPresent(); next = parser.next()) {
        if (!shell.state().options().contains(ShellOption.NOEXEC)) {
          boolean last = then == Then.EXIT && parser.isAtEnd();
          status = line(next.get(), last ? Then.EXIT : Then.GO_ON);
        }
      }
      return status;
    }
  }

  private int line(ShellCommand command, Then then) throws IOException {
    try {
      return shell.run(command, then);
    } catch (ShellException failed) {
      if (failed.reach() == ShellException.Reach.SCRIPT) {
        throw failed;
      }
      shell.error(failed.text());
      shell.state().setLastStatus(failed.status());
      return failed.status();
    }
  }

  /** The text before a line number in bash, for a script given as an argument; otherwise "". */
  String origin() {
    return origin;
  }

  /** Executes a whole script and the trap on EXIT; returns the shell's exit status. */
  public int main(ScriptSource script) throws IOException {
    return toEnd(() -> lines(script, Then.GO_ON));
  }

  /** Like {@link #main}; the last command may replace the shell. */
  public int mainOfText(String script) throws IOException {
    origin = "-c: ";
    return toEnd(() -> lines(ScriptSource.of(script), Then.EXIT));
  }

  /** The console of an interactive shell: reads a line after a prompt; null at the end. */
  @FunctionalInterface
  public interface Console {
    @Nullable String readLine(String prompt) throws IOException;
  }

  /** Whether the shell is interactive, so that each job is a process group of its own. */
  public boolean hasJobControl() {
    return jobControl;
  }

  /**
   * Executes typed commands until the end of input or {@code exit}; an error ends only its command.
   */
  public int interactive(Console console) throws IOException {
    shell
        .state()
        .variables()
        .set(
            "PS1",
            shell.state().variables().get("PS1").orElseGet(() -> shell.state().dialect().prompt()));
    shell.state().variables().set("PS2", "> ");
    jobControl = true;
    PromptedLines lines = new PromptedLines(shell.process(), shell.state().variables(), console);
    ShellParser parser = parser(lines);
    while (true) {
      lines.beginCommand();
      try {
        Optional<ShellCommand> next = parser.next();
        if (next.isEmpty()) {
          return shell.state().lastStatus();
        }
        shell.run(next.get());
      } catch (ControlFlow.Exit exit) {
        return exit.status();
      } catch (ShellSyntaxException wrong) {
        shell.messages().print(wrong);
        shell.state().setLastStatus(2);
        parser.close();
        parser = parser(lines);
      } catch (ShellException failed) {
        shell.error(failed.text());
        shell.state().setLastStatus(failed.status());
      } catch (ControlFlow outsideOfItsPlace) {
        shell.state().setLastStatus(0);
      }
    }
  }

  /** The commands of a shell up to its exit. */
  interface Body {
    int run() throws IOException;
  }

  /** Runs a body and the trap on EXIT; returns the shell's exit status. */
  int toEnd(Body body) throws IOException {
    int status = statusOf(body);
    Optional<String> action = shell.traps().takeExit();
    if (action.isEmpty()) {
      return status;
    }
    shell.state().setLastStatus(status);
    return statusOf(
        () -> {
          source(ScriptSource.of(action.get()));
          return status;
        });
  }

  private int statusOf(Body body) throws IOException {
    try {
      return body.run();
    } catch (ControlFlow.Exit exit) {
      return exit.status();
    } catch (ControlFlow.Return returned) {
      return returned.status();
    } catch (ControlFlow.LeaveLoop outsideOfLoops) {
      return shell.state().lastStatus();
    } catch (ShellException failed) {
      shell.error(failed.text());
      return failed.status();
    } catch (ShellSyntaxException failed) {
      shell.messages().print(failed);
      return 2;
    }
  }
}
