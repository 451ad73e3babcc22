package dev.cnilab.userland.shell.run;

import dev.cnilab.userland.file.FileError;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.ProcessSpec;
import dev.cnilab.userland.process.Signal;
import dev.cnilab.userland.shell.expand.ShellException;
import dev.cnilab.userland.shell.tree.Command;
import dev.cnilab.userland.stream.OpenFile;
import dev.cnilab.userland.stream.Pipe;
import dev.cnilab.userland.stream.Sink;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Starts the children of a shell, and waits for them. */
public final class Subshells {
  /** Units of work of a fork. */
  private static final int FORK = 30;

  private final Interpreter shell;

  Subshells(Interpreter shell) {
    this.shell = shell;
  }

  /** Runs a command in a subshell; returns its status. */
  int run(Command command) throws IOException {
    return await(fork(command, List.of()));
  }

  /** Runs the stages of a pipeline at once; returns the status of the last. */
  int pipeline(Command.Pipeline pipeline) throws IOException {
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
    for (Process stage : stages) {
      stage.await();
    }
    return await(stages.getLast());
  }

  /** A descriptor that a child starts with. */
  private record Plug(int number, OpenFile file) {}

  /** Starts a subshell. */
  private Process fork(Command command, List<Plug> plugs) throws IOException {
    ProcessSpec spec = ProcessSpec.of(shell.process().arguments()).body(shell.subshell(command));
    for (Plug plug : plugs) {
      spec = spec.descriptor(plug.number(), plug.file());
    }
    return start(spec);
  }

  /** As {@link Process#start}, in the shell's own words where there may be no more processes. */
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

  /** Starts a job; returns the status of having done so. */
  int background(Command command) throws IOException {
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
        .ifPresent(text -> shell.process().err().println(text));
    return child.status();
  }

  /** What a command writes to its standard output. */
  String output(Command command) throws IOException {
    Pipe pipe = new Pipe(shell.process().loop());
    try {
      Process child = outputOf(command, pipe);
      String output = Texts.readAll(pipe.reader(), shell.process());
      shell.setSubstitutionStatus(child.await());
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
}
