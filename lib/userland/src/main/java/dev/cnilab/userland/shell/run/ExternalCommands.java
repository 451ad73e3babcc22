package dev.cnilab.userland.shell.run;

import dev.cnilab.userland.file.FileError;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.process.Executables;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.ProcessSpec;
import dev.cnilab.userland.shell.run.Interpreter.Then;
import dev.cnilab.userland.shell.state.ShellDialect;
import dev.cnilab.userland.shell.state.ShellState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.pcollections.TreePMap;

/** Runs executables: in a child, or in place of the shell. */
final class ExternalCommands {
  private final Interpreter shell;
  private final SimpleCommands simple;
  private final Process process;
  private final ShellState state;

  ExternalCommands(Interpreter shell, SimpleCommands simple) {
    this.shell = shell;
    this.simple = simple;
    this.process = shell.process();
    this.state = shell.state();
  }

  int run(List<String> words) throws IOException {
    return run(words, List.of(), Then.GO_ON);
  }

  /** Runs an executable with assignments for it alone; as the last one, in place of the shell. */
  int run(List<String> words, List<Map.Entry<String, String>> assigned, Then then)
      throws IOException {
    TreePMap<String, String> environment = state.variables().exported();
    for (Map.Entry<String, String> each : assigned) {
      environment = environment.plus(each.getKey(), each.getValue());
    }
    boolean replaces = then == Then.EXIT && shell.traps().actions().isEmpty();
    try {
      return replaces
          ? replace(words, environment)
          : shell.subshells().await(start(words, environment));
    } catch (FileException failed) {
      return notExecutable(words.getFirst(), failed);
    }
  }

  private Process start(List<String> words, Map<String, String> environment) throws IOException {
    String path = find(words.getFirst());
    ProcessSpec spec = ProcessSpec.of(words).environment(environment);
    try {
      return shell.subshells().start(spec.executable(path));
    } catch (FileException failed) {
      if (failed.error() != FileError.ENOEXEC) {
        throw failed;
      }
      return shell
          .subshells()
          .start(ProcessSpec.of(asScript(path, words)).environment(environment));
    }
  }

  /** Replaces the shell by the command; returns a status only if that fails. */
  int replaceShell(List<String> words) throws IOException {
    try {
      return replace(words, state.variables().exported());
    } catch (FileException failed) {
      return state.dialect() == ShellDialect.BASH
          ? notReplaced(words.getFirst(), failed)
          : notExecutable(words.getFirst(), failed);
    }
  }

  private int replace(List<String> words, Map<String, String> environment) throws FileException {
    String path = find(words.getFirst());
    try {
      throw process.exec(path, words, environment);
    } catch (FileException failed) {
      if (failed.error() != FileError.ENOEXEC) {
        throw failed;
      }
      List<String> script = asScript(path, words);
      throw process.exec(script.getFirst(), script, environment);
    }
  }

  /** The path of a command; the name itself if it contains a slash. */
  private String find(String name) throws FileException {
    String searchPath = state.variables().get("PATH").orElse("");
    String found = Executables.find(process, searchPath, name);
    return name.contains("/") ? name : found;
  }

  /** The arguments to run a file that is not an executable as a script. */
  private static List<String> asScript(String path, List<String> words) {
    List<String> script = new ArrayList<>(List.of("/bin/sh", path));
    script.addAll(words.subList(1, words.size()));
    return script;
  }

  /** bash does not say which builtin was to run it. */
  private int notExecutable(String name, FileException failed) {
    boolean bash = state.dialect() == ShellDialect.BASH;
    shell.error(
        (bash ? "" : simple.currentBuiltin())
            + (isMissing(failed)
                ? state.dialect().notFound(name)
                : name + ": " + why(name, failed)));
    return status(failed);
  }

  /** What bash says if {@code exec} fails. */
  private int notReplaced(String name, FileException failed) {
    if (!isMissing(failed)) {
      shell.error(name + ": " + why(name, failed));
      shell.error("exec: " + name + ": cannot execute: " + why(name, failed));
    } else if (name.contains("/")) {
      shell.error(state.dialect().notFound(name));
    } else {
      shell.error("exec: " + name + ": not found");
    }
    return status(failed);
  }

  /** The error of execve(2); bash looks whether it is a directory. */
  private String why(String name, FileException failed) {
    boolean directory =
        state.dialect() == ShellDialect.BASH && process.files().isDirectory(process.resolve(name));
    return (directory ? FileError.EISDIR : failed.error()).text();
  }

  private static boolean isMissing(FileException failed) {
    return failed.error() == FileError.ENOENT || failed.error() == FileError.ENOTDIR;
  }

  private static int status(FileException failed) {
    return isMissing(failed) ? 127 : 126;
  }
}
