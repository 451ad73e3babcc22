package dev.cnilab.cluster.containerd.container;

import dev.cnilab.cluster.containerd.daemon.Ids;
import dev.cnilab.cluster.cri.CriException;
import dev.cnilab.cluster.cri.ExecStreams;
import dev.cnilab.cluster.cri.message.ContainerStatus.State;
import dev.cnilab.cluster.cri.message.ExecSyncResult;
import dev.cnilab.cluster.streaming.CallerProcess;
import dev.cnilab.netsim.loop.Timer;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.open.OpenFile;
import dev.cnilab.userland.file.open.Sink;
import dev.cnilab.userland.process.Machine;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.ProcessSpec;
import dev.cnilab.userland.process.Signal;
import dev.cnilab.userland.stream.FirstBytes;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Runs further commands in containers. */
public final class ContainerExec {
  /**
   * How much of a command's output is kept for the caller. The rest is dropped, as by containerd,
   * which has the memory for 16 MiB; the kubelet reads 10 KiB.
   */
  private static final int MOST_OUTPUT = 256 * 1024;

  private final Machine machine;

  public ContainerExec(Machine machine) {
    this.machine = machine;
  }

  /** Runs a further command with a caller's streams. Blocks until it has ended. */
  public int exec(Container container, List<String> command, ExecStreams streams) {
    return CallerProcess.run(
        machine.loop(),
        streams,
        files -> start(container, command, files),
        process -> await(process, Duration.ZERO));
  }

  /**
   * Runs a further command without input, and collects what it writes. Blocks until it has ended.
   *
   * @param timeout zero for none
   */
  public ExecSyncResult sync(Container container, List<String> command, Duration timeout) {
    FirstBytes out = new FirstBytes(MOST_OUTPUT);
    FirstBytes err = new FirstBytes(MOST_OUTPUT);
    Map<Integer, OpenFile> files = Map.of(0, Sink.discarding(), 1, out.sink(), 2, err.sink());
    int status = await(start(container, command, files), timeout);
    return new ExecSyncResult(out.text(), err.text(), status);
  }

  private Process start(Container container, List<String> command, Map<Integer, OpenFile> files) {
    if (container.state() != State.CONTAINER_RUNNING) {
      throw CriException.unknown("container is in " + container.state() + " state");
    }
    ProcessSpec spec = new ContainerCommand(container).of(command);
    for (Map.Entry<Integer, OpenFile> file : files.entrySet()) {
      spec = spec.descriptor(file.getKey(), file.getValue());
    }
    try {
      return machine.start(spec);
    } catch (FileException notExecutable) {
      throw CriException.unknown(
          "failed to exec in container: "
              + Runc.execFailed(
                  Ids.next(machine.loop().random()), command.getFirst(), notExecutable));
    }
  }

  private int await(Process process, Duration timeout) {
    boolean[] late = new boolean[1];
    Timer timer =
        machine
            .loop()
            .schedule(
                timeout.isPositive() ? timeout : Duration.ofDays(3650),
                () -> {
                  late[0] = true;
                  process.kill(Signal.KILL);
                });
    try {
      int status = process.await();
      if (late[0]) {
        throw new CriException(
            CriException.Code.DEADLINE_EXCEEDED,
            "failed to exec in container: timeout %s exceeded: context deadline exceeded"
                .formatted(timeout.toSeconds() + "s"));
      }
      return status;
    } finally {
      timer.cancel();
      process.kill(Signal.KILL);
    }
  }
}
