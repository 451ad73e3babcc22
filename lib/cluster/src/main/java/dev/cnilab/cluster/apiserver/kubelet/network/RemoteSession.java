package dev.cnilab.cluster.apiserver.kubelet.network;

import dev.cnilab.cluster.apiserver.kubelet.ExecSession;
import dev.cnilab.cluster.apiserver.kubelet.KubeletService;
import dev.cnilab.cluster.apiserver.kubelet.StreamSink;
import dev.cnilab.cluster.line.Line;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A stream between the two ends of a connection. On the loop only. */
final class RemoteSession implements ExecSession {
  /** The size of each frame's header, in bytes. */
  private static final int FRAME = 8;

  /** How much may be in flight before a writer has to wait. */
  private static final int ROOM = 1 << 15;

  private final Line<KubeletService> line;
  private final StreamSink caller;
  private final List<Runnable> writers = new ArrayList<>();
  private @Nullable ExecSession there;
  private boolean over;
  private boolean endsThere;

  RemoteSession(Line<KubeletService> line, StreamSink caller) {
    this.line = line;
    this.caller = caller;
  }

  /** The kubelet has started the stream; it ends at once if the caller has gone meanwhile. */
  ExecSession startedThere(ExecSession session) {
    there = session;
    if (endsThere) {
      session.close();
    }
    return session;
  }

  boolean isOver() {
    return over;
  }

  /** What the kubelet writes to. */
  StreamSink sink() {
    return new Carried();
  }

  /** The connection has ended, for that reason. */
  void cut(String why) {
    if (!over) {
      over = true;
      caller.cut(why);
    }
  }

  /** Ends what runs at the kubelet, or is about to start there. */
  void endThere() {
    over = true;
    endsThere = true;
    if (there != null) {
      there.close();
    }
  }

  private void tell(int length, Consumer<ExecSession> message) {
    line.up()
        .send(
            FRAME + length,
            () -> {
              if (there != null) {
                message.accept(there);
              }
            });
  }

  @Override
  public void stdin(byte[] bytes, Runnable taken) {
    tell(bytes.length, session -> session.stdin(bytes, () -> line.down().send(FRAME, taken)));
  }

  @Override
  public void closeStdin() {
    tell(0, ExecSession::closeStdin);
  }

  @Override
  public void resize(int columns, int rows) {
    tell(FRAME, session -> session.resize(columns, rows));
  }

  @Override
  public void close() {
    if (!over) {
      tell(0, ExecSession::close);
      over = true;
    }
  }

  /** The kubelet's end of the caller's sink. */
  private final class Carried implements StreamSink {
    @Override
    public boolean hasRoom() {
      return line.down().pending() < ROOM && caller.hasRoom();
    }

    @Override
    public void onRoom(Runnable listener) {
      writers.add(listener);
      caller.onRoom(listener);
    }

    private void carry(int length, Runnable message) {
      line.down()
          .send(
              FRAME + length,
              () -> {
                if (!over) {
                  message.run();
                }
                writers.forEach(Runnable::run);
              });
    }

    @Override
    public void stdout(byte[] bytes) {
      carry(bytes.length, () -> caller.stdout(bytes));
    }

    @Override
    public void stderr(byte[] bytes) {
      carry(bytes.length, () -> caller.stderr(bytes));
    }

    @Override
    public void exit(int status) {
      carry(
          FRAME,
          () -> {
            over = true;
            caller.exit(status);
          });
    }

    @Override
    public void fail(String message) {
      carry(
          message.getBytes(StandardCharsets.UTF_8).length,
          () -> {
            over = true;
            caller.fail(message);
          });
    }
  }
}
