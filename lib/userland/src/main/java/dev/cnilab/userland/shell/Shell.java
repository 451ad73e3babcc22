package dev.cnilab.userland.shell;

import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.ProcessTable;
import dev.cnilab.userland.process.Program;
import dev.cnilab.userland.shell.builtin.StandardBuiltins;
import dev.cnilab.userland.shell.expand.variable.ShellException;
import dev.cnilab.userland.shell.expand.variable.Variables;
import dev.cnilab.userland.shell.run.Builtins;
import dev.cnilab.userland.shell.run.Interpreter;
import dev.cnilab.userland.shell.state.ShellDialect;
import dev.cnilab.userland.shell.state.ShellState;
import java.io.IOException;
import java.util.List;

/** {@code sh [-aefuvx] [-c command [name] | -s | file] [argument...]}. */
public final class Shell implements Program {
  private final ShellDialect dialect;
  private final Builtins builtins;

  public Shell(ShellDialect dialect) {
    this.dialect = dialect;
    this.builtins = StandardBuiltins.of(dialect);
  }

  @Override
  public int run(Process process) throws IOException {
    String name = process.arguments().getFirst().replaceFirst("^-", "");
    ShellArguments arguments;
    if (dialect == ShellDialect.BASH && BashOptions.answered(process)) {
      return 0;
    }
    try {
      arguments = ShellArguments.parse(process.arguments(), dialect);
    } catch (ShellException wrong) {
      if (dialect == ShellDialect.BASH) {
        return BashOptions.refuse(process, name);
      }
      process.err().println(name + ": 0: " + wrong.text());
      return wrong.status();
    }
    List<String> operands = arguments.operands();
    return switch (arguments.source()) {
      case COMMAND -> {
        String zero = operands.size() > 1 ? operands.get(1) : name;
        yield shell(process, zero, arguments, 2).scripts().mainOfText(operands.getFirst());
      }
      case FILE -> {
        Interpreter shell = shell(process, operands.getFirst(), arguments, 1);
        yield new ScriptFile(process, dialect, operands.getFirst(), name).run(shell);
      }
      case STANDARD_INPUT -> {
        Interpreter shell = shell(process, name, arguments, 0);
        yield process.in().isTerminal()
            ? new InteractiveShell(shell).run()
            : shell.scripts().main(() -> Lines.next(process.in()));
      }
    };
  }

  private Interpreter shell(Process process, String zero, ShellArguments arguments, int skipped)
      throws ShellException {
    Variables variables = Variables.of(process.environment(), dialect.grammar());
    variables.set("PWD", process.workingDirectory().path());
    variables.export("PWD");
    if (dialect.countsLevels()) {
      countLevel(variables);
    }
    variables.set("IFS", " \t\n");
    variables.set("OPTIND", "1");
    if (variables.get("PATH").isEmpty()) {
      variables.set("PATH", ProcessTable.DEFAULT_PATH);
    }
    if (dialect == ShellDialect.BASH) {
      setBashVariables(process, variables);
    }
    ShellState state = new ShellState(dialect, zero, process.pidInside(), variables);
    state.options().addAll(arguments.options());
    List<String> operands = arguments.operands();
    state.setPositional(operands.subList(Math.min(skipped, operands.size()), operands.size()));
    return new Interpreter(process, state, builtins);
  }

  /** Notes that this is a shell within those that have started it. */
  private static void countLevel(Variables variables) throws ShellException {
    String level = variables.get("SHLVL").filter(each -> each.matches("\\d{1,3}")).orElse("0");
    variables.set("SHLVL", String.valueOf(Integer.parseInt(level) + 1));
    variables.export("SHLVL");
  }

  /** Sets bash's variables about itself and its environment; bash(1), Shell Variables. */
  private static void setBashVariables(Process process, Variables variables) throws ShellException {
    variables.set("BASH", "/usr/bin/bash");
    variables.set("BASH_VERSION", "5.2.15(1)-release");
    variables.set("EUID", String.valueOf(process.user()));
    variables.set("HOSTNAME", process.hostname());
    variables.set("HOSTTYPE", "x86_64");
    variables.set("MACHTYPE", "x86_64-pc-linux-gnu");
    variables.set("OSTYPE", "linux-gnu");
    variables.set(
        "PPID", process.isInit() ? "0" : String.valueOf(process.family().parent().pidInside()));
    variables.set("UID", String.valueOf(process.user()));
  }
}
