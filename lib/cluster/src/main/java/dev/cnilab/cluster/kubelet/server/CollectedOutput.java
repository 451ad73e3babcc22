package dev.cnilab.cluster.kubelet.server;

import dev.cnilab.cluster.apiserver.kubelet.StreamSink;
import dev.cnilab.cluster.image.http.HttpResponse;
import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.netsim.loop.WaitQueue;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Collects the output of a stream into one answer. */
final class CollectedOutput implements StreamSink {
  private static final int MOST = 8 << 20;
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final WaitQueue changed;
  private @Nullable HttpResponse end;

  CollectedOutput(EventLoop loop) {
    this.changed = new WaitQueue(loop);
  }

  /**
   * Waits until the stream has ended; in a task only.
   *
   * @param isAbandoned whether its caller has left, or can no longer be reached; checked from time
   *     to time
   * @return empty if it is abandoned
   */
  Optional<HttpResponse> awaitEnd(BooleanSupplier isAbandoned) {
    while (end == null && !isAbandoned.getAsBoolean()) {
      changed.await(BETWEEN_LOOKS);
    }
    return Optional.ofNullable(end);
  }

  @Override
  public void stdout(byte[] more) {
    if (bytes.size() + more.length > MOST) {
      end(KubeletApi.text(500, "more than " + MOST + " bytes\n"));
    } else {
      bytes.writeBytes(more);
    }
  }

  @Override
  public void stderr(byte[] more) {
    stdout(more);
  }

  @Override
  public void exit(int status) {
    String text = bytes.toString(StandardCharsets.UTF_8);
    end(
        status == 0
            ? KubeletApi.text(200, text)
            : KubeletApi.text(500, "command terminated with exit code " + status + "\n"));
  }

  @Override
  public void fail(String message) {
    end(KubeletApi.text(500, message));
  }

  private void end(HttpResponse response) {
    if (end == null) {
      end = response;
      changed.wakeAll();
    }
  }
}
