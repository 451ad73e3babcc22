package dev.cnilab.cluster.apiserver.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.apiserver.connection.limit.Backlog;
import dev.cnilab.netsim.loop.EventLoop;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.websocket.api.Session;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class MessageStreamTest {
  @AutoClose private final EventLoop loop = EventLoop.onDemand(1);
  private final CountDownLatch cut = new CountDownLatch(1);

  /** A client that reads nothing: whatever is sent to it stays on its way. */
  private final Session silent =
      (Session)
          Proxy.newProxyInstance(
              Session.class.getClassLoader(),
              new Class<?>[] {Session.class},
              (self, method, arguments) -> {
                if (method.getName().equals("disconnect")) {
                  cut.countDown();
                }
                return null;
              });

  @Test
  void a_client_that_never_reads_the_end_is_disconnected() throws InterruptedException {
    MessageStream stream = new MessageStream(silent, new Backlog(loop), Duration.ofMillis(10));
    stream.write(new byte[] {1});
    stream.end();
    assertThat(cut.await(10, TimeUnit.SECONDS)).isTrue();
  }
}
