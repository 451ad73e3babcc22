package dev.cnilab.userland.shell.run;

import dev.cnilab.userland.command.ShellPattern;
import dev.cnilab.userland.file.FileError;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.ProcessSpec;
import dev.cnilab.userland.process.Signal;
import dev.cnilab.userland.shell.expand.Expander;
import dev.cnilab.userland.shell.expand.ShellException;
import dev.cnilab.userland.shell.syntax.Command;
import dev.cnilab.userland.shell.syntax.Parser;
import dev.cnilab.userland.shell.syntax.ScriptSource;
import dev.cnilab.userland.shell.syntax.ShellSyntaxException;
import dev.cnilab.userland.shell.syntax.Word;
import dev.cnilab.userland.stream.OpenFile;
import dev.cnilab.userland.stream.Pipe;
import dev.cnilab.userland.stream.Sink;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runs commands in one process. */
public final class Interpreter {
  /** Units of work of a fork. */
  private static final int FORK = 30;

  private final Process process;
  private final ShellState state;
  private final Builtins builtins;
  private final Expander expander;
  private final Traps traps;
  private final Jobs jobs;
  private boolean jobControl;
  private final SimpleCommands simple;
  private int untested;
  private int loops;

  /** What comes after a command: if nothing does, an external one can take the shell's place. */
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

  /** How many loops the present command is in. */
  public int loops() {
    return loops;
  }

  /** The calls of functions the present command is in. */
  public Calls calls() {
    return simple.calls();
  }

  Expander expander() {
    return expander;
  }

  /** Reads and runs a script in this shell; returns the status of its last command. */
  public int source(ScriptSource script) throws IOException {
    return source(script, Then.GO_ON);
  }

  /** Bash knows aliases only where a person types. */
  private Parser parser(ScriptSource script) {
    return new Parser(
        script,
        state.dialect().grammar(),
        name ->
            state.dialect() == ShellDialect.BASH && !jobControl
                ? Optional.empty()
                : Optional.ofNullable(state.aliases().get(name)));
  }

  private int source(ScriptSource script, Then then) throws IOException {
    Parser parser = parser(script);
    int status = 0;
    for (Optional<Command> next = parser.next(); next.isPresent(); next = parser.next()) {
      if (!state.options().contains(ShellOption.NOEXEC)) {
        boolean last = then == Then.EXIT && parser.isAtEnd();
        status = run(next.get(), last ? Then.EXIT : Then.GO_ON);
      }
    }
    return status;
  }

  /** Runs a whole script and what is trapped on EXIT; returns the shell's exit status. */
  public int main(ScriptSource script) throws IOException {
    return toEnd(() -> source(script));
  }

  /** As {@link #main}; the last command may take this shell's place. */
  public int mainOfText(String script) throws IOException {
    return toEnd(() -> source(ScriptSource.of(script), Then.EXIT));
  }

  /** Where a person types: a line for a prompt; null at the end. */
  @FunctionalInterface
  public interface Console {
    @Nullable String readLine(String prompt) throws IOException;
  }

  /** Whether a person types, so that each job is a process group of its own. */
  public boolean hasJobControl() {
    return jobControl;
  }

  /** Runs what a person types until the end or {@code exit}; errors end a command only. */
  public int interactive(Console console) throws IOException {
    state
        .variables()
        .set("PS1", state.variables().get("PS1").orElseGet(() -> state.dialect().prompt()));
    state.variables().set("PS2", "> ");
    jobControl = true;
    boolean[] continues = new boolean[1];
    ScriptSource lines =
        () -> {
          String prompt = state.variables().get(continues[0] ? "PS2" : "PS1").orElse("");
          String line = console.readLine(shown(prompt));
          continues[0] |= line != null && !line.isBlank();
          return line;
        };
    Parser parser = parser(lines);
    while (true) {
      continues[0] = false;
      try {
        Optional<Command> next = parser.next();
        if (next.isEmpty()) {
          return state.lastStatus();
        }
        run(next.get());
      } catch (ControlFlow.Exit exit) {
        return exit.status();
      } catch (ShellSyntaxException wrong) {
        error(wrong);
        state.setLastStatus(2);
        parser = parser(lines);
      } catch (ShellException failed) {
        error(failed.text());
        state.setLastStatus(failed.status());
      } catch (ControlFlow outsideOfItsPlace) {
        state.setLastStatus(0);
      }
    }
  }

  /** A prompt with the escapes of busybox's and bash's for the directory, the host and the user. */
  private String shown(String prompt) {
    return prompt
        .replace("\\w", process().workingDirectory())
        .replace("\\h", process().hostname())
        .replace("\\u", process().user() == 0 ? "root" : "" + process().user())
        .replace("\\$", process().user() == 0 ? "#" : "$");
  }

  private interface Body {
    int run() throws IOException;
  }

  private int toEnd(Body body) throws IOException {
    int status = statusOf(body);
    Optional<String> action = traps.takeExit();
    if (action.isEmpty()) {
      return status;
    }
    state.setLastStatus(status);
    return statusOf(
        () -> {
          source(ScriptSource.of(action.get()));
          return status;
        });
  }

  private int statusOf(Body body) throws IOException {
    try {
      return body.run();
    } catch (ControlFlow.Exit exit) {
      return exit.status();
    } catch (ControlFlow.Return returned) {
      return returned.status();
    } catch (ControlFlow.LeaveLoop outsideOfLoops) {
      return state.lastStatus();
    } catch (ShellException failed) {
      error(failed.text());
      return failed.status();
    } catch (ShellSyntaxException failed) {
      error(failed);
      return 2;
    }
  }

  /** Becomes the command, as {@code exec} does; returns a status only if it cannot. */
  public int replace(List<String> words) throws IOException {
    try {
      return simple.replace(words, state.variables().exported());
    } catch (FileException failed) {
      return simple.notExecutable(words.getFirst(), failed);
    }
  }

  /** Runs an executable, whatever functions and builtins there are of that name. */
  public int runExecutable(List<String> words) throws IOException {
    return simple.execute(words);
  }

  /** Prints an error after the shell's name and the line it is at. */
  public void error(String message) {
    process.err().println(prefix() + message);
  }

  /** What errors begin with. */
  public String prefix() {
    return state.dialect().prefix(state.name(), simple.line());
  }

  private void error(ShellSyntaxException failed) {
    process
        .err()
        .println(
            state.dialect().prefix(state.name(), failed.line())
                + simple.currentBuiltin()
                + state.dialect().syntaxError(failed.text()));
  }

  int run(Command command) throws IOException {
    return run(command, Then.GO_ON);
  }

  int run(Command command, Then then) throws IOException {
    process.preempt();
    int status =
        switch (command) {
          case Command.Simple each -> tested(simple.run(each, then));
          case Command.Pipeline pipeline -> tested(pipeline(pipeline));
          case Command.Not not -> untested(not.command()) == 0 ? 1 : 0;
          case Command.And and -> {
            int left = untested(and.left());
            yield left == 0 ? run(and.right(), then) : left;
          }
          case Command.Or or -> {
            int left = untested(or.left());
            yield left == 0 ? 0 : run(or.right(), then);
          }
          case Command.Sequence sequence -> sequence(sequence.commands(), then);
          case Command.Background background -> background(background.command());
          case Command.Subshell subshell -> tested(await(fork(subshell.body(), List.of())));
          case Command.Redirected redirected -> redirected(redirected);
          case Command.If choice -> choose(choice);
          case Command.Loop loop -> loop(loop);
          case Command.For each -> forEach(each);
          case Command.Case choice -> choose(choice);
          case Command.Function function -> {
            state.functions().put(function.name(), function.body());
            yield 0;
          }
        };
    state.setLastStatus(status);
    runTraps();
    return status;
  }

  /** Ends the shell after a failure where {@code set -e} asks for it. */
  private int tested(int status) {
    state.setLastStatus(status);
    if (status != 0 && untested == 0 && state.options().contains(ShellOption.ERREXIT)) {
      throw new ControlFlow.Exit(status);
    }
    return status;
  }

  private int untested(Command condition) throws IOException {
    untested++;
    try {
      return run(condition);
    } finally {
      untested--;
    }
  }

  private void runTraps() throws IOException {
    for (Optional<Signal> signal = traps.poll(); signal.isPresent(); signal = traps.poll()) {
      String action = traps.actions().getOrDefault(signal.get().name(), "");
      int before = state.lastStatus();
      source(ScriptSource.of(action));
      state.setLastStatus(before);
    }
  }

  private int sequence(List<Command> commands, Then then) throws IOException {
    int status = 0;
    for (int i = 0; i < commands.size(); i++) {
      status = run(commands.get(i), i == commands.size() - 1 ? then : Then.GO_ON);
    }
    return status;
  }

  private int pipeline(Command.Pipeline pipeline) throws IOException {
    List<Process> stages = new ArrayList<>();
    Optional<OpenFile> input = Optional.empty();
    for (int i = 0; i < pipeline.stages().size(); i++) {
      boolean last = i == pipeline.stages().size() - 1;
      List<Plug> plugs = new ArrayList<>();
      input.ifPresent(file -> plugs.add(new Plug(0, file)));
      input = Optional.empty();
      if (!last) {
        Pipe pipe = new Pipe(process.loop());
        plugs.add(new Plug(1, pipe.writer()));
        input = Optional.of(pipe.reader());
      }
      try {
        stages.add(fork(pipeline.stages().get(i), plugs));
      } catch (ShellException cannotFork) {
        input.ifPresent(OpenFile::close);
        throw cannotFork;
      } finally {
        plugs.forEach(plug -> plug.file().close());
      }
    }
    for (Process stage : stages) {
      stage.await();
    }
    return await(stages.getLast());
  }

  /** A descriptor that a child starts with. */
  private record Plug(int number, OpenFile file) {}

  /** Starts a subshell. */
  private Process fork(Command command, List<Plug> plugs) throws IOException {
    ShellState copy = state.copy();
    int tests = untested;
    ProcessSpec spec =
        ProcessSpec.of(process.arguments())
            .body(
                child -> {
                  Interpreter subshell = new Interpreter(child, copy, builtins);
                  subshell.untested = tests;
                  return subshell.toEnd(() -> subshell.run(command, Then.EXIT));
                });
    for (Plug plug : plugs) {
      spec = spec.descriptor(plug.number(), plug.file());
    }
    return start(spec);
  }

  /** As {@link Process#start}, in the shell's own words where there may be no more processes. */
  Process start(ProcessSpec spec) throws IOException {
    process.work(FORK);
    try {
      return process.start(spec);
    } catch (FileException failed) {
      if (failed.error() == FileError.EAGAIN) {
        throw new ShellException(2, state.dialect().cannotFork());
      }
      throw failed;
    }
  }

  private int background(Command command) throws IOException {
    Sink nothing = Sink.discarding();
    Process child;
    try {
      child = fork(command, List.of(new Plug(0, nothing)));
    } finally {
      nothing.close();
    }
    jobs.add(child);
    state.setLastBackground(child.pidInside());
    return 0;
  }

  /** Waits for a child, and says so if a signal ended it. */
  int await(Process child) {
    child.await();
    return report(child);
  }

  /** Says so if a signal ended a child; returns its status. */
  public int report(Process child) {
    child
        .endedBy()
        .map(Signal::text)
        .filter(text -> !text.isEmpty())
        .ifPresent(text -> process.err().println(text));
    return child.status();
  }

  /** What a command writes to its standard output. */
  String output(Command command) throws IOException {
    Pipe pipe = new Pipe(process.loop());
    try {
      Process child = outputOf(command, pipe);
      String output = Texts.readAll(pipe.reader(), process);
      simple.setSubstitutionStatus(child.await());
      return output;
    } finally {
      pipe.reader().close();
    }
  }

  private Process outputOf(Command command, Pipe pipe) throws IOException {
    try {
      return fork(command, List.of(new Plug(1, pipe.writer())));
    } finally {
      pipe.writer().close();
    }
  }

  private int redirected(Command.Redirected command) throws IOException {
    try (Redirector redirector = new Redirector(process, state, expander)) {
      try {
        redirector.apply(command.redirections());
      } catch (ShellException failed) {
        error(failed.text());
        return tested(failed.status());
      }
      return run(command.body());
    }
  }

  private int choose(Command.If choice) throws IOException {
    for (Command.Branch branch : choice.branches()) {
      if (untested(branch.condition()) == 0) {
        return run(branch.body());
      }
    }
    return choice.otherwise().isPresent() ? run(choice.otherwise().get()) : 0;
  }

  private int choose(Command.Case choice) throws IOException {
    String subject = expander.text(choice.subject());
    for (Command.Choice each : choice.choices()) {
      for (Word pattern : each.patterns()) {
        if (ShellPattern.matches(expander.pattern(pattern), subject)) {
          return run(each.body());
        }
      }
    }
    return 0;
  }

  private int loop(Command.Loop loop) throws IOException {
    int status = 0;
    loops++;
    try {
      int goOn = loop.kind() == Command.Condition.WHILE ? 0 : 1;
      while ((untested(loop.condition()) == 0 ? 0 : 1) == goOn) {
        status = round(loop.body());
      }
    } catch (ControlFlow.LeaveLoop leave) {
      status = left(leave);
    } finally {
      loops--;
    }
    return status;
  }

  private int forEach(Command.For each) throws IOException {
    List<String> values =
        each.words().isPresent() ? expander.fields(each.words().get()) : state.positional();
    int status = 0;
    loops++;
    try {
      for (String value : values) {
        state.variables().set(each.variable(), value);
        status = round(each.body());
      }
    } catch (ControlFlow.LeaveLoop leave) {
      status = left(leave);
    } finally {
      loops--;
    }
    return status;
  }

  private int round(Command body) throws IOException {
    try {
      return run(body);
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
