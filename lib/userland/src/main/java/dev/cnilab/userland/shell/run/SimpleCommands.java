package dev.cnilab.userland.shell.run;

import dev.cnilab.userland.file.open.BrokenPipe;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.shell.expand.Quotes;
import dev.cnilab.userland.shell.expand.variable.ShellException;
import dev.cnilab.userland.shell.expand.variable.Variables;
import dev.cnilab.userland.shell.run.Interpreter.Then;
import dev.cnilab.userland.shell.state.ShellDialect;
import dev.cnilab.userland.shell.state.ShellOption;
import dev.cnilab.userland.shell.state.ShellState;
import dev.cnilab.userland.shell.tree.ShellCommand;
import dev.cnilab.userland.shell.tree.Word;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntUnaryOperator;

/** Executes simple commands: assignments, functions, builtins and executables. */
final class SimpleCommands {
  private final Interpreter shell;
  private final Process process;
  private final ShellState state;
  private final CallStack calls = new CallStack();
  private final ExternalCommands external;
  private int line = 1;
  private int substitutionStatus;
  private String currentBuiltin = "";

  SimpleCommands(Interpreter shell) {
    this.shell = shell;
    this.process = shell.process();
    this.state = shell.state();
    this.external = new ExternalCommands(shell, this);
  }

  CallStack calls() {
    return calls;
  }

  /** The commands that are executables. */
  ExternalCommands external() {
    return external;
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

  int run(ShellCommand.Simple command, Then then) throws IOException {
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

  private int runWithFiles(ShellCommand.Simple command, Then then) throws IOException {
    line = command.line();
    substitutionStatus = 0;
    List<String> words = shell.expander().fields(command.words());
    String name = words.isEmpty() ? "" : words.getFirst();
    Optional<ShellCommand> function =
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
      return external.run(words, assigned.values(), then);
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

  private Assigned expand(List<ShellCommand.Assignment> assignments) throws IOException {
    List<Map.Entry<String, String>> values = new ArrayList<>();
    for (ShellCommand.Assignment each : assignments) {
      String name = each.target().name();
      String before =
          each.mode() == ShellCommand.Mode.SET ? "" : state.variables().get(name).orElse("");
      values.add(Map.entry(name, before + shell.expander().text(each.value())));
    }
    return new Assigned(values);
  }

  /** Sets variables one by one, because later values may depend on earlier ones. */
  private List<String> assign(List<ShellCommand.Assignment> assignments) throws IOException {
    List<String> texts = new ArrayList<>();
    for (ShellCommand.Assignment each : assignments) {
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

  private int call(ShellCommand body, List<String> words) throws IOException {
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
    boolean bash = state.dialect() == ShellDialect.BASH;
    return builtin(builtin, words, status -> bash ? status : failed(words.getFirst(), status));
  }

  /** Runs a builtin as {@code command} does: a special one that fails does not end the shell. */
  int ordinary(Builtin builtin, List<String> words) throws IOException {
    return builtin(builtin, words, status -> status);
  }

  /** Runs an executable as {@code command} does, whose name is in no error. */
  int executable(List<String> words) throws IOException {
    String outer = currentBuiltin;
    currentBuiltin = "";
    try {
      return external.run(words);
    } finally {
      currentBuiltin = outer;
    }
  }

  private int builtin(Builtin builtin, List<String> words, IntUnaryOperator failure)
      throws IOException {
    String outer = currentBuiltin;
    currentBuiltin = words.getFirst() + ": ";
    try {
      return builtin.run(shell, words);
    } catch (ShellException failed) {
      shell.error(currentBuiltin + failed.text());
      return failure.applyAsInt(failed.status());
    } catch (UncheckedIOException failed) {
      return unwritten(words.getFirst(), failed);
    } finally {
      currentBuiltin = outer;
    }
  }

  /** A builtin could not write: unlike a command of its own, it leaves the shell running. */
  private int unwritten(String name, UncheckedIOException failed) {
    Throwable cause = Objects.requireNonNull(failed.getCause());
    if (cause instanceof BrokenPipe) {
      throw failed;
    }
    String words = state.dialect().cannotWrite(name, String.valueOf(cause.getMessage()));
    if (!words.isEmpty()) {
      shell.error(words);
    }
    return 1;
  }

  private static int failed(String name, int status) {
    if (Builtins.isSpecial(name)) {
      throw new ControlFlow.Exit(status);
    }
    return status;
  }
}
