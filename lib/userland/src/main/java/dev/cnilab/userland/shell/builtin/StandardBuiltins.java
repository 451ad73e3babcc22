package dev.cnilab.userland.shell.builtin;

import dev.cnilab.userland.command.Command;
import dev.cnilab.userland.command.Dialect;
import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.coreutils.word.Echo;
import dev.cnilab.userland.coreutils.word.Printf;
import dev.cnilab.userland.coreutils.word.Test;
import dev.cnilab.userland.process.ProgramException;
import dev.cnilab.userland.shell.builtin.control.FlowBuiltins;
import dev.cnilab.userland.shell.builtin.control.ProcessBuiltins;
import dev.cnilab.userland.shell.expand.variable.ShellException;
import dev.cnilab.userland.shell.run.Builtin;
import dev.cnilab.userland.shell.run.Builtins;
import dev.cnilab.userland.shell.state.ShellDialect;
import dev.cnilab.userland.system.process.Kill;
import java.util.HashMap;
import java.util.Map;

/** The builtins of each shell. */
public final class StandardBuiltins {
  private StandardBuiltins() {}

  public static Builtins of(ShellDialect dialect) {
    Map<String, Builtin> all = new HashMap<>();
    FlowBuiltins.addTo(all);
    VariableBuiltins.addTo(all);
    ProcessBuiltins.addTo(all);
    AliasBuiltins.addTo(all);
    all.put("cd", new ChangeDirectory());
    all.put("pwd", (shell, words) -> ChangeDirectory.print(shell));
    all.put("read", new Read());
    all.put("set", new SetOptions());
    all.put("command", new FindCommand());
    all.put("type", FindCommand::type);
    Echo.Escapes escapes =
        dialect == ShellDialect.DASH ? Echo.Escapes.INTERPRETED : Echo.Escapes.LITERAL;
    Test test =
        new Test(
            switch (dialect) {
              case DASH -> Test.Wording.DASH;
              case ASH -> Test.Wording.ASH;
              case BASH -> Test.Wording.BASH;
            });
    Kill kill = new Kill(dialect == ShellDialect.BASH ? Kill.Wording.BASH : Kill.Wording.DASH);
    all.put("kill", ProcessBuiltins.killing(of(kill, dialect)));
    all.put("echo", of(new Echo(escapes), dialect));
    all.put("printf", of(new Printf(), dialect));
    all.put("test", of(test, dialect));
    all.put("[", of(test, dialect));
    if (dialect == ShellDialect.ASH) {
      all.put("[[", of(test, dialect));
      all.put("let", BashBuiltins::let);
    } else if (dialect == ShellDialect.BASH) {
      all.put("declare", new Declare());
      all.put("typeset", new Declare());
      all.put("local", Declare::local);
      all.put("let", BashBuiltins::let);
      all.put("mapfile", new ReadLines());
      all.put("readarray", new ReadLines());
      all.computeIfPresent("printf", (name, printf) -> new PrintInto(printf));
      all.computeIfPresent("unset", (name, unset) -> BashBuiltins.unsettingElements(unset));
    }
    return new Builtins(all);
  }

  /** Wraps a command as a builtin, whose errors also carry the shell's name. */
  static Builtin of(Command command, ShellDialect dialect) {
    Dialect words = dialect == ShellDialect.ASH ? Dialect.BUSYBOX : Dialect.GNU;
    return (shell, arguments) -> {
      Invocation call =
          new Invocation(
              shell.process(),
              words,
              dialect == ShellDialect.ASH && !arguments.getFirst().startsWith("[")
                  ? shell.state().name()
                  : shell.messages().prefix() + arguments.getFirst(),
              arguments.subList(1, arguments.size()));
      try {
        return command.run(call);
      } catch (ProgramException failed) {
        if (dialect == ShellDialect.ASH) {
          shell.error(failed.text());
          return failed.status();
        }
        throw new ShellException(failed.status(), failed.text());
      }
    };
  }
}
