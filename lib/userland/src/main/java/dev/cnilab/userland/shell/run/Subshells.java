package dev.cnilab.userland.shell.run;

import dev.cnilab.userland.file.FileError;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.open.OpenFile;
import dev.cnilab.userland.file.open.Pipe;
import dev.cnilab.userland.file.open.Sink;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.ProcessSpec;
import dev.cnilab.userland.process.Signal;
import dev.cnilab.userland.shell.expand.variable.ShellException;
import dev.cnilab.userland.shell.state.ShellOption;
import dev.cnilab.userland.shell.tree.ShellCommand;
import dev.cnilab.userland.shell.tree.Word;
import dev.cnilab.userland.stream.WholeText;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Starts the child processes of a shell, and waits for them. */
public final class Subshells {
  /** The work of a fork, in units. */
  private static final int FORK = 30;

  /** bash's first file descriptor for {@code <(…)}; the following ones count down. */
  private static final int FIRST_FILE = 63;

  private final Interpreter shell;
  private final List<Integer> files = new ArrayList<>();

  Subshells(Interpreter shell) {
    this.shell = shell;
  }

  /** Runs a command in a subshell; returns its status. */
  int run(ShellCommand command) throws IOException {
    return await(fork(command, List.of()));
  }

  /** Runs the stages of a pipeline concurrently; returns the status of the last. */
  int pipeline(ShellCommand.Pipeline pipeline) throws IOException {
    List<Process> stages = new ArrayList<>();
    Optional<OpenFile> input = Optional.empty();
    for (int i = 0; i < pipeline.stages().size(); i++) {
      boolean last = i == pipeline.stages().size() - 1;
      List<Plug> plugs = new ArrayList<>();
      input.ifPresent(file -> plugs.add(new Plug(0, file)));
      input = Optional.empty();
      if (!last) {
        Pipe pipe = new Pipe(shell.process().loop());
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
    List<Integer> statuses = new ArrayList<>();
    for (Process stage : stages) {
      stage.await();
      statuses.add(stage.status());
    }
    int last = await(stages.getLast());
    shell.state().setPipeStatus(statuses);
    return shell.state().options().contains(ShellOption.PIPEFAIL)
        ? statuses.reversed().stream().filter(status -> status != 0).findFirst().orElse(0)
        : last;
  }

  /** Runs a command and then prints how long it took. */
  int timed(ShellCommand.Timed timed) throws IOException {
    Process process = shell.process();
    Instant start = process.loop().now();
    Duration before = process.usage().processorTime();
    int status = shell.run(timed.command());
    Duration real = Duration.between(start, process.loop().now());
    Duration user = process.usage().processorTime().minus(before);
    process
        .err()
        .println(
            switch (timed.format()) {
              case BASH ->
                  "\nreal\t%s\nuser\t%s\nsys\t%s"
                      .formatted(minutes(real), minutes(user), minutes(Duration.ZERO));
              case POSIX ->
                  "real %s\nuser %s\nsys %s"
                      .formatted(seconds(real), seconds(user), seconds(Duration.ZERO));
            });
    return status;
  }

  private static String minutes(Duration time) {
    return "%dm%d.%03ds".formatted(time.toMinutes(), time.toSecondsPart(), time.toMillisPart());
  }

  private static String seconds(Duration time) {
    return "%d.%02d".formatted(time.toSeconds(), time.toMillisPart() / 10);
  }

  /** The number of open files of {@code <(…)}. */
  int files() {
    return files.size();
  }

  /** Closes the files of {@code <(…)} opened after the first ones. */
  void closeFiles(int first) {
    while (files.size() > first) {
      shell.process().descriptors().close(files.removeLast());
    }
  }

  /** Starts the command of a {@code <(…)}; returns the path of the pipe's other end. */
  String fileOf(ShellCommand command, Word.Direction direction) throws IOException {
    Pipe pipe = new Pipe(shell.process().loop());
    boolean reads = direction == Word.Direction.READ;
    OpenFile far = reads ? pipe.writer() : pipe.reader();
    OpenFile near = reads ? pipe.reader() : pipe.writer();
    try {
      Process child = fork(command, List.of(new Plug(reads ? 1 : 0, far)));
      shell.state().setLastBackground(child.pidInside());
    } finally {
      far.close();
    }
    int number = FIRST_FILE;
    while (shell.process().descriptors().byNumber().containsKey(number)) {
      number--;
    }
    shell.process().descriptors().set(number, near);
    near.close();
    files.add(number);
    return "/dev/fd/" + number;
  }

  /** A file descriptor that a child starts with. */
  private record Plug(int number, OpenFile file) {}

  /** Starts a subshell. */
  private Process fork(ShellCommand command, List<Plug> plugs) throws IOException {
    ProcessSpec spec = ProcessSpec.of(shell.process().arguments()).body(shell.subshell(command));
    for (Plug plug : plugs) {
      spec = spec.descriptor(plug.number(), plug.file());
    }
    return start(spec);
  }

  /** Like {@link Process#start}, with the shell's own message at the limit of processes. */
  Process start(ProcessSpec spec) throws IOException {
    shell.process().work(FORK);
    try {
      return shell.process().start(spec);
    } catch (FileException failed) {
      if (failed.error() == FileError.EAGAIN) {
        throw new ShellException(2, shell.state().dialect().cannotFork());
      }
      throw failed;
    }
  }

  /** Starts a background job; returns the status of starting it. */
  int background(ShellCommand command) throws IOException {
    Sink nothing = Sink.discarding();
    Process child;
    try {
      child = fork(command, List.of(new Plug(0, nothing)));
    } finally {
      nothing.close();
    }
    shell.jobs().add(child);
    shell.state().setLastBackground(child.pidInside());
    return 0;
  }

  /** Waits for a child, and reports a signal that killed it. */
  int await(Process child) {
    child.await();
    return report(child);
  }

  /** Reports a signal that killed a child; returns the child's status. */
  public int report(Process child) {
    child
        .endedBy()
        .map(Signal::text)
        .filter(text -> !text.isEmpty())
        .ifPresent(text -> shell.process().err().println(text));
    return child.status();
  }

  /** The standard output of a command. */
  String output(ShellCommand command) throws IOException {
    Pipe pipe = new Pipe(shell.process().loop());
    try {
      Process child = outputOf(command, pipe);
      // Variables cannot hold NUL bytes.
      String output = WholeText.rest(pipe.reader(), shell.process()).replace("\0", "");
      shell.setSubstitutionStatus(child.await());
      return output;
    } finally {
      pipe.reader().close();
    }
  }

  private Process outputOf(ShellCommand command, Pipe pipe) throws IOException {
    try {
      return fork(command, List.of(new Plug(1, pipe.writer())));
    } finally {
      pipe.writer().close();
    }
  }
}
