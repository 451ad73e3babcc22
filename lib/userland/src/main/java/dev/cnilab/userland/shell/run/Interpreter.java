package dev.cnilab.userland.shell.run;

import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Program;
import dev.cnilab.userland.process.Signal;
import dev.cnilab.userland.shell.expand.Expander;
import dev.cnilab.userland.shell.expand.variable.ShellException;
import dev.cnilab.userland.shell.state.ShellState;
import dev.cnilab.userland.shell.syntax.ScriptSource;
import dev.cnilab.userland.shell.tree.ShellCommand;
import dev.cnilab.userland.shell.tree.Word;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Executes commands in one process. */
public final class Interpreter {

  private final Process process;
  private final ShellState state;
  private final Builtins builtins;
  private final Expander expander;
  private final Traps traps;
  private final Jobs jobs;
  private final SimpleCommands simple;
  private final Subshells subshells;
  private final Scripts scripts;
  private final Loops loops;
  private final ConditionalCommands choices;
  private final FailedCommands failures;
  private final ErrorMessages messages;

  /** What comes after a command: if nothing does, an external command can replace the shell. */
  enum Then {
    GO_ON,
    EXIT
  }

  public Interpreter(Process process, ShellState state, Builtins builtins) {
    this.process = process;
    this.state = state;
    state.variables().setHolder(process);
    this.builtins = builtins;
    this.expander = new Expander(state.variables(), new ShellSurroundings(this));
    this.jobs = new Jobs(process);
    this.traps = new Traps(process, jobs::wake);
    this.simple = new SimpleCommands(this);
    this.subshells = new Subshells(this);
    this.scripts = new Scripts(this);
    this.loops = new Loops(this);
    this.choices = new ConditionalCommands(this);
    this.failures = new FailedCommands(this);
    this.messages = new ErrorMessages(this, simple);
  }

  public Process process() {
    return process;
  }

  public ShellState state() {
    return state;
  }

  public Builtins builtins() {
    return builtins;
  }

  public Traps traps() {
    return traps;
  }

  public Jobs jobs() {
    return jobs;
  }

  /** The number of loops around the present command. */
  public int loops() {
    return loops.depth();
  }

  /** The function calls around the present command. */
  public CallStack calls() {
    return simple.calls();
  }

  Expander expander() {
    return expander;
  }

  /**
   * Replaces the shell by the command, as {@code exec} does; returns a status only if that fails.
   */
  public int replace(List<String> words) throws IOException {
    return simple.external().replaceShell(words);
  }

  /** Runs an executable, ignoring functions and builtins of that name. */
  public int runExecutable(List<String> words) throws IOException {
    return simple.executable(words);
  }

  /** Runs a builtin as {@code command} does: a special one that fails does not end the shell. */
  public int runBuiltin(Builtin builtin, List<String> words) throws IOException {
    return simple.ordinary(builtin, words);
  }

  /** What it prints about errors. */
  public ErrorMessages messages() {
    return messages;
  }

  /** Prints an error after the shell's name and the line number. */
  public void error(String message) {
    messages.print(message);
  }

  /** What follows from failures. */
  FailedCommands failures() {
    return failures;
  }

  int run(ShellCommand command) throws IOException {
    return run(command, Then.GO_ON);
  }

  int run(ShellCommand command, Then then) throws IOException {
    process.preempt();
    int status =
        switch (command) {
          case ShellCommand.Simple each -> failures.tested(simple.run(each, then));
          case ShellCommand.Pipeline pipeline -> failures.tested(subshells.pipeline(pipeline));
          case ShellCommand.Not not -> failures.untested(not.command()) == 0 ? 1 : 0;
          case ShellCommand.And and -> {
            int left = failures.untested(and.left());
            yield left == 0 ? run(and.right(), then) : left;
          }
          case ShellCommand.Or or -> {
            int left = failures.untested(or.left());
            yield left == 0 ? 0 : run(or.right(), then);
          }
          case ShellCommand.Sequence sequence -> sequence(sequence.commands(), then);
          case ShellCommand.Background background -> subshells.background(background.command());
          case ShellCommand.Subshell subshell -> failures.tested(subshells.run(subshell.body()));
          case ShellCommand.Redirected redirected -> redirected(redirected);
          case ShellCommand.If choice -> choices.run(choice);
          case ShellCommand.Loop loop -> loops.run(loop);
          case ShellCommand.For each -> loops.run(each);
          case ShellCommand.Case choice -> choices.run(choice);
          case ShellCommand.Conditional each -> failures.tested(conditional(each));
          case ShellCommand.Arithmetic each -> failures.tested(arithmetic(each));
          case ShellCommand.ArithmeticFor each -> loops.run(each);
          case ShellCommand.Timed each -> subshells.timed(each);
          case ShellCommand.Function function -> {
            state.functions().put(function.name(), function.body());
            yield 0;
          }
        };
    state.setLastStatus(status);
    runTraps();
    return status;
  }

  /** The program of a child that executes a command with a copy of this shell's state. */
  Program subshell(ShellCommand command) {
    ShellState copy = state.copy();
    int conditions = failures.conditions();
    return child -> {
      Interpreter subshell = new Interpreter(child, copy, builtins);
      subshell.failures.within(conditions);
      return subshell.scripts.toEnd(() -> subshell.run(command, Then.EXIT));
    };
  }

  /** The scripts that it executes. */
  public Scripts scripts() {
    return scripts;
  }

  /** The children that it starts for commands. */
  public Subshells subshells() {
    return subshells;
  }

  /** Records the exit status of a command substitution. */
  void setSubstitutionStatus(int status) {
    simple.setSubstitutionStatus(status);
  }

  private void runTraps() throws IOException {
    for (Optional<Signal> signal = traps.poll(); signal.isPresent(); signal = traps.poll()) {
      String action = traps.actions().getOrDefault(signal.get().name(), "");
      int before = state.lastStatus();
      traps.enter();
      try {
        scripts.source(ScriptSource.of(action));
      } finally {
        traps.leave();
      }
      state.setLastStatus(before);
    }
  }

  private int sequence(List<ShellCommand> commands, Then then) throws IOException {
    int status = 0;
    for (int i = 0; i < commands.size(); i++) {
      status = run(commands.get(i), i == commands.size() - 1 ? then : Then.GO_ON);
    }
    return status;
  }

  private int redirected(ShellCommand.Redirected command) throws IOException {
    try (Redirector redirector = new Redirector(process, state, expander)) {
      try {
        redirector.apply(command.redirections());
      } catch (ShellException failed) {
        error(failed.text());
        return failures.tested(failed.status());
      }
      return run(command.body());
    }
  }

  private int conditional(ShellCommand.Conditional command) throws IOException {
    simple.at(command.line());
    try {
      return new ConditionalExpression(this).holds(command.check()) ? 0 : 1;
    } catch (ConditionalExpression.NoRegex wrong) {
      return 2;
    }
  }

  private int arithmetic(ShellCommand.Arithmetic command) throws IOException {
    simple.at(command.line());
    try {
      return expander.number(command.expression()) != 0 ? 0 : 1;
    } catch (ShellException failed) {
      error("((: " + failed.text());
      return 1;
    }
  }

  /** The line of the present or last command. */
  int line() {
    return simple.line();
  }

  /** Evaluates an expression, for {@code let}. */
  public long number(String expression) throws IOException {
    return expander.number(Word.of(expression));
  }
}
