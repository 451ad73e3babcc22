package dev.cnilab.cluster.apiserver.http.stream;

import dev.cnilab.cluster.apiserver.http.message.Failures;
import dev.cnilab.cluster.apiserver.kubelet.ExecSession;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.client.ApiStatus;
import dev.cnilab.netsim.loop.EventLoop;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A stream that takes time to open: until then input is queued. On the loop only. */
final class OpeningSession implements ExecSession {
  private final Deque<Consumer<ExecSession>> unsent = new ArrayDeque<>();
  private Consumer<ExecSession> size = session -> {};
  private Consumer<ExecSession> end = session -> {};
  private Consumer<ExecSession> close = session -> {};
  private Optional<ExecSession> opened = Optional.empty();

  private OpeningSession() {}

  /**
   * Starts to open a stream.
   *
   * @param opening opens it, in a task
   * @param onRefusal receives the reason if it cannot be opened
   */
  static OpeningSession open(
      EventLoop loop, Supplier<ExecSession> opening, Consumer<ApiStatus> onRefusal) {
    OpeningSession session = new OpeningSession();
    loop.spawn(
        "stream",
        () -> {
          try {
            session.stands(opening.get());
          } catch (ApiException refused) {
            onRefusal.accept(refused.status());
          } catch (RuntimeException failed) {
            if (!Failures.isOfKubelet(failed)) {
              loop.report(failed);
            }
            onRefusal.accept(Failures.status(failed));
          }
        });
    return session;
  }

  private void stands(ExecSession session) {
    opened = Optional.of(session);
    size.accept(session);
    while (!unsent.isEmpty()) {
      unsent.removeFirst().accept(session);
    }
    end.accept(session);
    close.accept(session);
  }

  @Override
  public void stdin(byte[] bytes, Runnable taken) {
    opened.ifPresentOrElse(
        session -> session.stdin(bytes, taken),
        () -> unsent.add(session -> session.stdin(bytes, taken)));
  }

  @Override
  public void closeStdin() {
    end = ExecSession::closeStdin;
    opened.ifPresent(end);
  }

  @Override
  public void resize(int columns, int rows) {
    size = session -> session.resize(columns, rows); // only the last one counts
    opened.ifPresent(size);
  }

  @Override
  public void close() {
    close = ExecSession::close;
    opened.ifPresent(close);
  }
}
