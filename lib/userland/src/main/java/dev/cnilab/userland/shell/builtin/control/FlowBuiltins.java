package dev.cnilab.userland.shell.builtin.control;

import dev.cnilab.userland.file.FileError;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.shell.expand.variable.ShellException;
import dev.cnilab.userland.shell.run.Builtin;
import dev.cnilab.userland.shell.run.ControlFlow;
import dev.cnilab.userland.shell.run.Interpreter;
import dev.cnilab.userland.shell.state.ShellDialect;
import dev.cnilab.userland.shell.syntax.ScriptSource;
import dev.cnilab.userland.stream.WholeText;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Builtins that control the flow. */
public final class FlowBuiltins {
  private FlowBuiltins() {}

  /** Adds each builtin under its name. */
  public static void addTo(Map<String, Builtin> all) {
    all.put(":", (shell, words) -> 0);
    all.put("true", (shell, words) -> 0);
    all.put("false", (shell, words) -> 1);
    all.put("exit", FlowBuiltins::exit);
    all.put("return", FlowBuiltins::leaveFunction);
    all.put("break", (shell, words) -> loop(shell, words, ControlFlow.LeaveLoop.Then.BREAK));
    all.put("continue", (shell, words) -> loop(shell, words, ControlFlow.LeaveLoop.Then.CONTINUE));
    all.put("eval", FlowBuiltins::eval);
    all.put(".", FlowBuiltins::dot);
    all.put("source", FlowBuiltins::dot);
    all.put("exec", FlowBuiltins::exec);
  }

  private static int exit(Interpreter shell, List<String> words) throws ShellException {
    throw new ControlFlow.Exit(NumericArguments.first(words, shell.state().lastStatus()) & 0xff);
  }

  private static int leaveFunction(Interpreter shell, List<String> words) throws ShellException {
    if (shell.state().dialect() == ShellDialect.BASH && !shell.calls().isWithin()) {
      throw new ShellException(2, "can only `return' from a function or sourced script");
    }
    throw new ControlFlow.Return(NumericArguments.first(words, shell.state().lastStatus()) & 0xff);
  }

  private static int loop(Interpreter shell, List<String> words, ControlFlow.LeaveLoop.Then then)
      throws ShellException {
    int levels = Math.min(NumericArguments.first(words, 1), shell.loops());
    if (levels > 0) {
      throw new ControlFlow.LeaveLoop(levels, then);
    }
    return 0;
  }

  private static int eval(Interpreter shell, List<String> words) throws IOException {
    shell.calls().enter();
    try {
      return shell
          .scripts()
          .source(ScriptSource.of(String.join(" ", words.subList(1, words.size()))));
    } finally {
      shell.calls().leave();
    }
  }

  private static int dot(Interpreter shell, List<String> words) throws IOException {
    if (words.size() < 2) {
      return 0;
    }
    String script;
    try {
      script = read(shell, words.get(1));
    } catch (FileException failed) {
      shell.error(words.get(1) + ": " + failed.error().text());
      return 1;
    }
    shell.calls().enter();
    try {
      return shell.scripts().source(ScriptSource.of(script));
    } catch (ControlFlow.Return returned) {
      return returned.status();
    } finally {
      shell.calls().leave();
    }
  }

  private static String read(Interpreter shell, String name) throws IOException {
    Process process = shell.process();
    String path = process.resolve(name);
    if (!name.contains("/")) {
      String search = shell.state().variables().get("PATH").orElse("");
      for (String directory : search.split(":", -1)) {
        if (process.files().exists(directory + "/" + name)) {
          path = directory + "/" + name;
          break;
        }
      }
    }
    try {
      return WholeText.of(process.files(), path, process);
    } catch (FileException failed) {
      if (shell.state().dialect() == ShellDialect.BASH) {
        throw failed;
      }
      boolean missing = failed.error() == FileError.ENOENT || failed.error() == FileError.ENOTDIR;
      throw new ShellException(
          2, "cannot open " + name + ": " + (missing ? "No such file" : failed.error().text()));
    }
  }

  private static int exec(Interpreter shell, List<String> words) throws IOException {
    if (words.size() == 1) {
      return 0;
    }
    throw new ControlFlow.Exit(shell.replace(words.subList(1, words.size())));
  }
}
