package dev.cnilab.userland.shell.run;

import dev.cnilab.userland.shell.tree.ShellCommand;
import dev.cnilab.userland.shell.tree.Word;
import java.io.IOException;
import java.util.List;

/** Executes loops, and counts their nesting. */
final class Loops {
  private final Interpreter shell;
  private int depth;

  Loops(Interpreter shell) {
    this.shell = shell;
  }

  /** The number of loops around the present command. */
  int depth() {
    return depth;
  }

  int run(ShellCommand.Loop loop) throws IOException {
    int status = 0;
    depth++;
    try {
      int goOn = loop.kind() == ShellCommand.Condition.WHILE ? 0 : 1;
      while ((shell.failures().untested(loop.condition()) == 0 ? 0 : 1) == goOn) {
        status = round(loop.body());
      }
    } catch (ControlFlow.LeaveLoop leave) {
      status = left(leave);
    } finally {
      depth--;
    }
    return status;
  }

  int run(ShellCommand.For each) throws IOException {
    List<String> values =
        each.words().isPresent()
            ? shell.expander().fields(each.words().get())
            : shell.state().positional();
    int status = 0;
    depth++;
    try {
      for (String value : values) {
        shell.state().variables().set(each.variable(), value);
        status = round(each.body());
      }
    } catch (ControlFlow.LeaveLoop leave) {
      status = left(leave);
    } finally {
      depth--;
    }
    return status;
  }

  int run(ShellCommand.ArithmeticFor loop) throws IOException {
    int status = 0;
    depth++;
    try {
      shell.expander().number(loop.start());
      while (isWithoutText(loop.condition()) || shell.expander().number(loop.condition()) != 0) {
        shell.process().preempt();
        status = round(loop.body());
        shell.expander().number(loop.step());
      }
    } catch (ControlFlow.LeaveLoop leave) {
      status = left(leave);
    } finally {
      depth--;
    }
    return status;
  }

  private static boolean isWithoutText(Word expression) {
    return expression.parts().stream()
        .allMatch(part -> part instanceof Word.Literal literal && literal.text().isBlank());
  }

  private int round(ShellCommand body) throws IOException {
    try {
      return shell.run(body);
    } catch (ControlFlow.LeaveLoop leave) {
      if (leave.levels() > 1 || leave.then() == ControlFlow.LeaveLoop.Then.BREAK) {
        throw leave;
      }
      return 0;
    }
  }

  private static int left(ControlFlow.LeaveLoop leave) {
    if (leave.levels() > 1) {
      throw new ControlFlow.LeaveLoop(leave.levels() - 1, leave.then());
    }
    return 0;
  }
}
