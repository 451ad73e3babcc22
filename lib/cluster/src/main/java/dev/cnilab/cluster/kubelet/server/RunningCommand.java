package dev.cnilab.cluster.kubelet.server;

import dev.cnilab.cluster.apiserver.node.ExecRequest;
import dev.cnilab.cluster.apiserver.node.ExecSession;
import dev.cnilab.cluster.apiserver.node.StreamSink;
import dev.cnilab.cluster.cri.CriException;
import dev.cnilab.cluster.cri.CriRuntime;
import dev.cnilab.cluster.cri.ExecStreams;
import dev.cnilab.cluster.kubelet.lifetime.Lifetime;
import dev.cnilab.netsim.loop.Task;

/** A command that runs in a container for a caller. */
final class RunningCommand implements ExecSession {
  private final CallerInput input;
  private final Task task;

  RunningCommand(
      Lifetime lifetime,
      CriRuntime runtime,
      String containerId,
      ExecRequest request,
      StreamSink sink) {
    this.input = new CallerInput(lifetime.loop());
    if (!request.stdin()) {
      input.end();
    }
    ExecStreams streams =
        new ExecStreams(
            input,
            new SinkStream(sink::stdout),
            new SinkStream(sink::stderr),
            request.tty() ? ExecStreams.Mode.TTY : ExecStreams.Mode.PIPES);
    this.task =
        lifetime.spawn(
            "exec " + request.pod(),
            () -> {
              try {
                sink.exit(runtime.exec(containerId, request.command(), streams));
              } catch (CriException failure) {
                sink.fail(String.valueOf(failure.getMessage()));
              }
            });
  }

  @Override
  public void stdin(byte[] bytes) {
    input.add(bytes);
  }

  @Override
  public void closeStdin() {
    input.end();
  }

  @Override
  public void resize(int columns, int rows) {
    // Nothing that runs in a container asks for the size.
  }

  boolean isOver() {
    return task.isFinished();
  }

  @Override
  public void close() {
    if (!task.isFinished()) {
      task.interrupt();
    }
  }
}
