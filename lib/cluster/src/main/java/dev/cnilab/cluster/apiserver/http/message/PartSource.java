package dev.cnilab.cluster.apiserver.http.message;

import dev.cnilab.cluster.apiserver.http.rendering.Parts;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import org.eclipse.jetty.io.Content;
import org.jspecify.annotations.Nullable;

/**
 * Makes each part of an answer when the client has taken those before. Between parts others have
 * the thread.
 */
final class PartSource implements Content.Source {
  private final Parts parts;
  private final Executor threads;
  private volatile boolean ready = true;

  PartSource(Parts parts, Executor threads) {
    this.parts = parts;
    this.threads = threads;
  }

  @Override
  public Content.@Nullable Chunk read() {
    if (parts.isOver()) {
      return Content.Chunk.EOF;
    }
    if (!ready) {
      return null;
    }
    ready = false;
    ByteBuffer part = ByteBuffer.wrap(parts.next());
    return Content.Chunk.from(part, parts.isOver());
  }

  @Override
  public void demand(Runnable available) {
    threads.execute(
        () -> {
          ready = true;
          available.run();
        });
  }

  @Override
  public void fail(Throwable failure) {
    // The client is gone; there is nothing to release.
  }
}
