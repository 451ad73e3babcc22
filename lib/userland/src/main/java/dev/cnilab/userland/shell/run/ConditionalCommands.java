package dev.cnilab.userland.shell.run;

import dev.cnilab.userland.command.PreemptibleText;
import dev.cnilab.userland.command.pattern.ShellPattern;
import dev.cnilab.userland.shell.tree.ShellCommand;
import dev.cnilab.userland.shell.tree.Word;
import java.io.IOException;

/** Executes {@code if} and {@code case}. */
final class ConditionalCommands {
  private final Interpreter shell;

  ConditionalCommands(Interpreter shell) {
    this.shell = shell;
  }

  int run(ShellCommand.If choice) throws IOException {
    for (ShellCommand.Branch branch : choice.branches()) {
      if (shell.failures().untested(branch.condition()) == 0) {
        return shell.run(branch.body());
      }
    }
    return choice.otherwise().isPresent() ? shell.run(choice.otherwise().get()) : 0;
  }

  int run(ShellCommand.Case choice) throws IOException {
    String subject = shell.expander().text(choice.subject());
    int status = 0;
    ShellCommand.Next next = ShellCommand.Next.PATTERN;
    for (ShellCommand.Choice each : choice.choices()) {
      if (next == ShellCommand.Next.BODY || fits(each, subject)) {
        status = shell.run(each.body());
        next = each.next();
        if (next == ShellCommand.Next.END) {
          break;
        }
      }
    }
    return status;
  }

  private boolean fits(ShellCommand.Choice choice, String subject) throws IOException {
    for (Word pattern : choice.patterns()) {
      if (ShellPattern.matches(
          shell.expander().pattern(pattern), new PreemptibleText(subject, shell.process()))) {
        return true;
      }
    }
    return false;
  }
}
