package dev.cnilab.userland.shell.builtin;

import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.shell.expand.variable.ShellException;
import dev.cnilab.userland.shell.expand.variable.Variables;
import dev.cnilab.userland.shell.run.Builtin;
import dev.cnilab.userland.shell.run.Interpreter;
import dev.cnilab.userland.shell.state.ShellDialect;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** {@code cd}, which keeps symlink names in PWD as POSIX requires. */
final class ChangeDirectory implements Builtin {
  @Override
  public int run(Interpreter shell, List<String> words) throws IOException {
    Variables variables = shell.state().variables();
    Process process = shell.process();
    List<String> operands =
        words.subList(words.size() > 1 && words.get(1).matches("-[LP]") ? 2 : 1, words.size());
    String target = operands.isEmpty() ? variables.get("HOME").orElse("") : operands.getFirst();
    boolean back = target.equals("-");
    if (back) {
      target = variables.get("OLDPWD").orElse("");
    }
    String before = process.workingDirectory().path();
    if (!target.isEmpty()) {
      enter(shell, logical(process.resolve(target)), target);
    }
    variables.set("OLDPWD", before);
    variables.set("PWD", process.workingDirectory().path());
    variables.export("OLDPWD");
    variables.export("PWD");
    if (back) {
      print(shell);
    }
    return 0;
  }

  private static void enter(Interpreter shell, String path, String asWritten)
      throws ShellException {
    try {
      shell.process().workingDirectory().change(path);
    } catch (FileException failed) {
      if (shell.state().dialect() == ShellDialect.BASH) {
        throw new ShellException(1, asWritten + ": " + failed.error().text());
      }
      throw new ShellException(2, "can't cd to " + asWritten);
    }
  }

  static int print(Interpreter shell) {
    shell.process().out().println(shell.process().workingDirectory().path());
    return 0;
  }

  /** The path with its dots resolved textually, without regard to symlinks. */
  private static String logical(String path) {
    Deque<String> kept = new ArrayDeque<>();
    for (String name : path.split("/", -1)) {
      if (name.equals("..")) {
        kept.pollLast();
      } else if (!name.isEmpty() && !name.equals(".")) {
        kept.add(name);
      }
    }
    return "/" + String.join("/", kept);
  }
}
