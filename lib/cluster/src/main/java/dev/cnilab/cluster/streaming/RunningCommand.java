package dev.cnilab.cluster.streaming;

import dev.cnilab.cluster.apiserver.kubelet.ExecRequest;
import dev.cnilab.cluster.apiserver.kubelet.ExecSession;
import dev.cnilab.cluster.apiserver.kubelet.StreamSink;
import dev.cnilab.cluster.cri.CriException;
import dev.cnilab.cluster.cri.ExecStreams;
import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.netsim.loop.Task;
import dev.cnilab.netsim.loop.WaitQueue;
import java.util.function.BiFunction;
import java.util.function.ToIntFunction;

/**
 * A session with a caller's streams: a command in a container, or an attachment to its main
 * process.
 */
public final class RunningCommand implements ExecSession {
  private final CallerInput input;
  private final SinkStream out;
  private final SinkStream err;
  private final Task task;

  /**
   * Starts it.
   *
   * @param spawn starts a task of that name
   * @param body uses the streams until the end; returns the exit status
   */
  public RunningCommand(
      EventLoop loop,
      BiFunction<String, Runnable, Task> spawn,
      ExecRequest request,
      StreamSink sink,
      ToIntFunction<ExecStreams> body) {
    this.input = new CallerInput(loop);
    if (!request.stdin()) {
      input.end();
    }
    WaitQueue room = new WaitQueue(loop);
    sink.onRoom(room::wakeAll);
    this.out = new SinkStream(loop, sink, sink::stdout, room);
    this.err = new SinkStream(loop, sink, sink::stderr, room);
    ExecStreams streams =
        new ExecStreams(
            input, out, err, request.tty() ? ExecStreams.Mode.TTY : ExecStreams.Mode.PIPES);
    this.task =
        spawn.apply(
            "exec " + request.pod(),
            () -> {
              try {
                int status = body.applyAsInt(streams);
                out.flush();
                err.flush();
                sink.exit(status);
              } catch (CriException failure) {
                // The runtime serves the streams itself, so there is no gRPC error around its
                // message.
                sink.fail(failure.description());
              }
            });
  }

  @Override
  public void stdin(byte[] bytes, Runnable taken) {
    input.add(bytes, taken);
  }

  @Override
  public void closeStdin() {
    input.end();
  }

  @Override
  public void resize(int columns, int rows) {
    // Nothing in a container reads the terminal size.
  }

  /** Whether it has ended. */
  public boolean isOver() {
    return task.isFinished();
  }

  @Override
  public void close() {
    out.abandon();
    err.abandon();
    if (!task.isFinished()) {
      task.interrupt();
    }
  }
}
