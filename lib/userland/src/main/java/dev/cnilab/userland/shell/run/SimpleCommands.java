package dev.cnilab.userland.shell.run;

import dev.cnilab.userland.file.FileError;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.process.Executables;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.ProcessSpec;
import dev.cnilab.userland.shell.expand.Quotes;
import dev.cnilab.userland.shell.expand.ShellException;
import dev.cnilab.userland.shell.expand.Variables;
import dev.cnilab.userland.shell.run.Interpreter.Then;
import dev.cnilab.userland.shell.state.ShellDialect;
import dev.cnilab.userland.shell.state.ShellOption;
import dev.cnilab.userland.shell.state.ShellState;
import dev.cnilab.userland.shell.tree.Command;
import dev.cnilab.userland.shell.tree.Word;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Executes simple commands: assignments, functions, builtins and executables. */
final class SimpleCommands {
  private final Interpreter shell;
  private final Process process;
  private final ShellState state;
  private final Calls calls = new Calls();
  private int line = 1;
  private int substitutionStatus;
  private String currentBuiltin = "";

  SimpleCommands(Interpreter shell) {
    this.shell = shell;
    this.process = shell.process();
    this.state = shell.state();
  }

  Calls calls() {
    return calls;
  }

  /** Sets the line of the present command. */
  void at(int number) {
    line = number;
  }

  /** The line of the last command. */
  int line() {
    return line;
  }

  /** The name of the running builtin as the prefix of an error; "" if there is none. */
  String currentBuiltin() {
    return currentBuiltin;
  }

  void setSubstitutionStatus(int status) {
    substitutionStatus = status;
  }

  int run(Command.Simple command, Then then) throws IOException {
    int filesBefore = shell.subshells().files();
    try {
      int status = runWithFiles(command, then);
      shell.subshells().closeFiles(filesBefore);
      state.setPipeStatus(List.of(status));
      return status;
    } catch (IOException | ControlFlow left) { // but not when a command replaces the shell
      shell.subshells().closeFiles(filesBefore);
      throw left;
    }
  }

  private int runWithFiles(Command.Simple command, Then then) throws IOException {
    line = command.line();
    substitutionStatus = 0;
    List<String> words = shell.expander().fields(command.words());
    String name = words.isEmpty() ? "" : words.getFirst();
    Optional<Command> function =
        Builtins.isSpecial(name)
            ? Optional.empty()
            : Optional.ofNullable(state.functions().get(name));
    Optional<Builtin> builtin =
        function.isPresent() ? Optional.empty() : shell.builtins().find(name);
    try (Redirector redirector = new Redirector(process, state, shell.expander())) {
      try {
        redirector.apply(command.redirections());
      } catch (ShellException failed) {
        shell.error(failed.text());
        return state.dialect() == ShellDialect.BASH
            ? failed.status()
            : failed(name, failed.status());
      }
      if (words.isEmpty()) {
        trace(assign(command.assignments()), words);
        return substitutionStatus;
      }
      if (name.equals("exec") && builtin.isPresent()) {
        redirector.keep();
      }
      Assigned assigned = expand(command.assignments());
      trace(assigned.texts(), words);
      if (function.isPresent()) {
        return withVariables(assigned, () -> call(function.get(), words));
      } else if (builtin.isPresent() && Builtins.isSpecial(name)) {
        assigned.set(state.variables());
        return declaring(builtin.get(), words, command.words());
      } else if (builtin.isPresent()) {
        return withVariables(assigned, () -> declaring(builtin.get(), words, command.words()));
      }
      if (then == Then.EXIT) {
        redirector.keep();
      }
      return execute(words, assigned, then);
    }
  }

  /** The expanded assignments before a command. */
  private record Assigned(List<Map.Entry<String, String>> values) {
    void set(Variables variables) throws ShellException {
      for (Map.Entry<String, String> each : values) {
        variables.set(each.getKey(), each.getValue());
      }
    }

    List<String> names() {
      return values.stream().map(Map.Entry::getKey).toList();
    }

    List<String> texts() {
      return values.stream().map(each -> each.getKey() + "=" + each.getValue()).toList();
    }
  }

  private Assigned expand(List<Command.Assignment> assignments) throws IOException {
    List<Map.Entry<String, String>> values = new ArrayList<>();
    for (Command.Assignment each : assignments) {
      String name = each.target().name();
      String before = each.mode() == Command.Mode.SET ? "" : state.variables().get(name).orElse("");
      values.add(Map.entry(name, before + shell.expander().text(each.value())));
    }
    return new Assigned(values);
  }

  /** Sets variables one by one, because later values may depend on earlier ones. */
  private List<String> assign(List<Command.Assignment> assignments) throws IOException {
    List<String> texts = new ArrayList<>();
    for (Command.Assignment each : assignments) {
      texts.add(assigning().assign(each));
      if (state.options().contains(ShellOption.ALLEXPORT)) {
        state.variables().export(each.target().name());
      }
    }
    return texts;
  }

  private interface Body {
    int run() throws IOException;
  }

  private int withVariables(Assigned assigned, Body body) throws IOException {
    if (assigned.values().isEmpty()) {
      return body.run();
    }
    Runnable restore = state.variables().snapshot(assigned.names());
    try {
      assigned.set(state.variables());
      assigned.names().forEach(state.variables()::export);
      return body.run();
    } finally {
      restore.run();
    }
  }

  private void trace(List<String> assignments, List<String> words) {
    if (state.options().contains(ShellOption.XTRACE)) {
      List<String> all = new ArrayList<>(assignments);
      boolean bash = state.dialect() == ShellDialect.BASH;
      words.forEach(word -> all.add(bash ? Quotes.whereNeeded(word) : word));
      String prompt = state.variables().get("PS4").orElse("+ ");
      process.err().println(prompt + String.join(" ", all));
    }
  }

  private int call(Command body, List<String> words) throws IOException {
    List<String> before = state.positional();
    calls.enterFunction(words.getFirst());
    state.setPositional(words.subList(1, words.size()));
    try {
      return shell.run(body);
    } catch (ControlFlow.Return returned) {
      return returned.status();
    } finally {
      state.setPositional(before);
      calls.leaveFunction();
    }
  }

  /** Runs a declaration builtin, and then assigns the elements of the arrays it declares. */
  private int declaring(Builtin builtin, List<String> words, List<Word> unexpanded)
      throws IOException {
    int status = builtin(builtin, words);
    if (status == 0) {
      assigning().declared(unexpanded);
    }
    return status;
  }

  private Assigning assigning() {
    return new Assigning(state.variables(), shell.expander());
  }

  private int builtin(Builtin builtin, List<String> words) throws IOException {
    String outer = currentBuiltin;
    currentBuiltin = words.getFirst() + ": ";
    try {
      return builtin.run(shell, words);
    } catch (ShellException failed) {
      shell.error(currentBuiltin + failed.text());
      return state.dialect() == ShellDialect.BASH
          ? failed.status()
          : failed(words.getFirst(), failed.status());
    } finally {
      currentBuiltin = outer;
    }
  }

  private static int failed(String name, int status) {
    if (Builtins.isSpecial(name)) {
      throw new ControlFlow.Exit(status);
    }
    return status;
  }

  int execute(List<String> words) throws IOException {
    return execute(words, new Assigned(List.of()), Then.GO_ON);
  }

  private int execute(List<String> words, Assigned assigned, Then then) throws IOException {
    Map<String, String> environment = state.variables().exported();
    assigned.values().forEach(each -> environment.put(each.getKey(), each.getValue()));
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

  /** Replaces the shell by the command; also used by {@code exec}. */
  int replace(List<String> words, Map<String, String> environment) throws FileException {
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
    String found = Executables.find(process.files(), searchPath, process.workingDirectory(), name);
    return name.contains("/") ? name : found;
  }

  /** The arguments to run a file that is not an executable as a script. */
  private static List<String> asScript(String path, List<String> words) {
    List<String> script = new ArrayList<>(List.of("/bin/sh", path));
    script.addAll(words.subList(1, words.size()));
    return script;
  }

  int notExecutable(String name, FileException failed) {
    boolean missing = failed.error() == FileError.ENOENT || failed.error() == FileError.ENOTDIR;
    shell.error(
        currentBuiltin
            + (missing ? state.dialect().notFound(name) : name + ": " + failed.error().text()));
    return missing ? 127 : 126;
  }
}
