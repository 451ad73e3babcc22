package dev.cnilab.cluster.apiserver.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.apiserver.connection.limit.HttpLimits;
import dev.cnilab.cluster.apiserver.http.BareServer;
import dev.cnilab.cluster.apiserver.http.RawConnection;
import dev.cnilab.cluster.apiserver.kubelet.ExecSession;
import dev.cnilab.cluster.apiserver.kubelet.KubeletEndpoint;
import dev.cnilab.cluster.apiserver.kubelet.StreamSink;
import dev.cnilab.cluster.client.ApiErrors;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.netsim.loop.WaitQueue;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that read slowly, never, or leave. */
@Timeout(60)
class SlowReadersTest extends ImpatientServer {
  /** More bytes than the buffers between server and client hold. */
  private static final int LONG = 32 * 1024 * 1024;

  @Test
  void a_log_client_that_leaves_early_leaves_no_connection() throws IOException {
    WaitQueue asked = new WaitQueue(server.loop());
    AtomicInteger open = new AtomicInteger();
    KubeletEndpoint refusing =
        kubelet(
            (method, arguments) -> {
              if (method.equals("close")) {
                open.decrementAndGet();
                return null;
              }
              open.incrementAndGet();
              asked.await();
              throw ApiErrors.notFound(ResourceTypes.PODS, "far");
            });
    server
        .loop()
        .call(
            () -> {
              server.core().reach(node -> refusing);
              return true;
            });
    server.put(
        ResourceTypes.PODS,
        "{metadata: {name: far, namespace: default}, spec: {nodeName: silent, containers: [{name:"
            + " app, image: busybox}]}, status: {containerStatuses: [{name: app, state: {running:"
            + " {}}}]}}");
    RawConnection log = server.request("GET", "/api/v1/namespaces/default/pods/far/log");
    BareServer.until(() -> open.get() == 1);
    log.close();
    LockSupport.parkNanos(Duration.ofMillis(300).toNanos()); // until the server has noticed
    server.loop().execute(asked::wakeAll);
    BareServer.until(() -> open.get() == 0);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void a_command_whose_client_never_reads_is_disconnected(boolean ends) throws IOException {
    Duration soon = Duration.ofMillis(300);
    HttpLimits limits = HttpLimits.standard();
    try (BareServer hasty = new BareServer(ends ? limits.withIdle(soon) : limits.withStream(soon));
        RawConnection deaf = command(hasty, ends)) {
      BareServer.until(() -> !isConnected(deaf));
    }
  }

  @Test
  void a_client_can_pause_reading_while_its_command_runs() throws IOException {
    Duration soon = Duration.ofMillis(200);
    try (BareServer hasty = new BareServer(HttpLimits.standard().withIdle(soon));
        RawConnection paused = command(hasty, false)) {
      LockSupport.parkNanos(soon.multipliedBy(5).toNanos());
      assertThat(paused.read(LONG)).isEqualTo(LONG);
    }
  }

  /** Sends a valid message, a pong, to which there is no reply. */
  private static boolean isConnected(RawConnection connection) {
    try {
      connection.send(new byte[] {(byte) 0x8a, (byte) 0x80, 0, 0, 0, 0});
      return true;
    } catch (IOException closed) {
      return false;
    }
  }

  /** A client that has started a command, which says a lot, and then may end. */
  private static RawConnection command(BareServer server, boolean ends) throws IOException {
    AtomicInteger running = new AtomicInteger();
    KubeletEndpoint talking =
        kubelet(
            (method, arguments) -> {
              if (!method.equals("exec")) {
                return null;
              }
              running.incrementAndGet();
              talk((StreamSink) arguments[1], ends);
              return session(running::decrementAndGet);
            });
    server
        .loop()
        .call(
            () -> {
              server.core().reach(node -> talking);
              return true;
            });
    server.put(
        ResourceTypes.PODS,
        "{metadata: {name: far, namespace: default}, spec: {nodeName: n, containers: [{name: app,"
            + " image: busybox}]}}");
    RawConnection client =
        server.request(
            "GET",
            "/api/v1/namespaces/default/pods/far/exec?command=yes&stdout=1",
            "Connection: Upgrade",
            "Upgrade: websocket",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            "Sec-WebSocket-Protocol: v5.channel.k8s.io");
    BareServer.until(() -> running.get() > 0);
    return client;
  }

  /** A kubelet of whose methods a test answers those that it calls. */
  private static KubeletEndpoint kubelet(BiFunction<String, Object[], @Nullable Object> answer) {
    return (KubeletEndpoint)
        Proxy.newProxyInstance(
            KubeletEndpoint.class.getClassLoader(),
            new Class<?>[] {KubeletEndpoint.class},
            (self, method, arguments) -> answer.apply(method.getName(), arguments));
  }

  /** A running command; what is sent to it disappears. */
  private static ExecSession session(Runnable onClose) {
    return (ExecSession)
        Proxy.newProxyInstance(
            ExecSession.class.getClassLoader(),
            new Class<?>[] {ExecSession.class},
            (self, method, arguments) -> {
              if (method.getName().equals("close")) {
                onClose.run();
              }
              return null;
            });
  }

  private static void talk(StreamSink sink, boolean ends) {
    sink.stdout(new byte[LONG]);
    if (ends) {
      sink.exit(0);
    }
  }
}
