package dev.cnilab.cluster.apiserver.connection.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;

class RefusedBodyTest {
  private static final int MEGABYTE = 1024 * 1024;

  private final Deque<Runnable> waiting = new ArrayDeque<>();
  private boolean ended;
  private long read;

  /** A client that always has sent more. */
  private final class Endless implements Content.Source {
    @Override
    public Content.Chunk read() {
      read += MEGABYTE / 8;
      return Content.Chunk.from(ByteBuffer.allocate(MEGABYTE / 8), false);
    }

    @Override
    public void demand(Runnable demandCallback) {
      throw new AssertionError("there is more to read");
    }

    @Override
    public void fail(Throwable failure) {
      throw new AssertionError(failure);
    }
  }

  private void discardEndless() {
    RefusedBody.discard(
        new Endless(), waiting::add, Duration.ofHours(1), Callback.from(() -> ended = true));
  }

  @Test
  void others_get_the_thread_after_each_megabyte() {
    discardEndless();

    assertThat(read).isEqualTo(MEGABYTE);
    assertThat(waiting).hasSize(1);
    waiting.remove().run();
    assertThat(read).isEqualTo(2 * MEGABYTE);
    assertThat(waiting).hasSize(1);
  }

  @Test
  void an_endless_body_is_given_up() {
    discardEndless();
    while (!waiting.isEmpty()) {
      waiting.remove().run();
    }

    assertThat(ended).isTrue();
    assertThat(read).isBetween(512L * MEGABYTE, 513L * MEGABYTE);
  }
}
