package dev.cnilab.cluster.apiserver.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.cnilab.cluster.apiserver.connection.HttpLimits;
import dev.cnilab.cluster.apiserver.node.ExecSession;
import dev.cnilab.cluster.apiserver.node.KubeletEndpoint;
import dev.cnilab.cluster.apiserver.node.StreamSink;
import dev.cnilab.cluster.client.ApiErrors;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.netsim.loop.WaitQueue;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Clients that send incomplete, oversized or no requests do not keep others from being answered.
 */
@Timeout(60)
class StubbornClientsTest {
  private static final int MANY = 60;
  private static final int CONNECTIONS = 200;

  /** More bytes than the buffers between server and client hold. */
  private static final int LONG = 32 * 1024 * 1024;

  private static final String VERSION = "/version";
  @AutoClose private static BareServer server;

  @BeforeAll
  static void start() {
    server =
        new BareServer(
            HttpLimits.standard()
                .withHeaders(Duration.ofSeconds(4))
                .withIdle(Duration.ofSeconds(20))
                .withFreshness(Duration.ofMillis(100))
                .withConnections(CONNECTIONS));
  }

  @Test
  void who_is_not_known_is_refused_before_the_body_is_waited_for() throws IOException {
    List<RawConnection> halves = new ArrayList<>();
    try {
      for (int i = 0; i < MANY; i++) {
        halves.add(
            server
                .connect()
                .send(
                    "POST "
                        + BareServer.MAPS
                        + " HTTP/1.1\nHost: lab\nAuthorization: Bearer wrong\n"
                        + "Content-Type: application/json\nContent-Length: 1000\n\n{"));
      }
      assertThat(server.answer("GET", VERSION)).startsWith("HTTP/1.1 200");
      for (RawConnection half : halves) {
        assertThat(half.line()).isEqualTo("HTTP/1.1 401 Unauthorized");
      }
    } finally {
      close(halves);
    }
  }

  /** Makes nodes silent until the result is woken, and binds the pod far to one of them. */
  private static WaitQueue reachNobody(BareServer server) {
    WaitQueue forever = new WaitQueue(server.loop());
    server
        .loop()
        .call(
            () -> {
              server
                  .core()
                  .reach(
                      node -> {
                        forever.await();
                        throw ApiErrors.notFound(ResourceTypes.NODES, node);
                      });
              return true;
            });
    server.put(
        ResourceTypes.PODS,
        "{metadata: {name: far, namespace: default}, spec: {nodeName: silent, containers: [{name:"
            + " app, image: busybox}]}}");
    return forever;
  }

  @Test
  void what_a_silent_node_would_have_to_answer_is_answered_in_time() throws IOException {
    try (BareServer quick =
        new BareServer(HttpLimits.standard().withRequest(Duration.ofMillis(300)))) {
      reachNobody(quick);
      String exec = "/api/v1/namespaces/default/pods/far/exec?command=id&stdout=1";
      assertThat(quick.answer("POST", exec)).startsWith("HTTP/1.1 504");
    }
  }

  @Test
  void streams_to_a_node_that_does_not_answer_keep_nobody_waiting() throws IOException {
    WaitQueue forever = reachNobody(server);
    List<RawConnection> waiting = new ArrayList<>();
    try {
      for (int i = 0; i < MANY; i++) {
        waiting.add(
            server.request(
                "GET",
                "/api/v1/namespaces/default/pods/far/exec?command=id&stdout=1",
                "Connection: Upgrade",
                "Upgrade: websocket",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                "Sec-WebSocket-Protocol: v5.channel.k8s.io"));
      }
      assertTimeoutPreemptively(
          Duration.ofSeconds(10),
          () -> assertThat(server.answer("GET", VERSION)).startsWith("HTTP/1.1 200"));
      server.loop().execute(forever::wakeAll);
      for (RawConnection each : waiting) {
        assertThat(each.line()).isEqualTo("HTTP/1.1 404 Not Found");
      }
    } finally {
      close(waiting);
    }
  }

  @Test
  void a_body_that_does_not_end_holds_nobody_and_is_answered_in_time() throws IOException {
    List<RawConnection> halves = new ArrayList<>();
    try {
      for (int i = 0; i < MANY; i++) {
        halves.add(
            server
                .request(
                    "POST",
                    BareServer.MAPS + "?timeout=1s",
                    "Content-Type: application/json",
                    "Content-Length: 1000")
                .send("{"));
      }
      assertThat(server.answer("GET", VERSION)).startsWith("HTTP/1.1 200");
      for (RawConnection half : halves) {
        assertThat(half.line()).isEqualTo("HTTP/1.1 504 Gateway Timeout");
        assertThat(half.lineWith("Status"))
            .contains(
                "\"message\":\"Timeout: request did not complete within the allotted timeout\"");
      }
    } finally {
      close(halves);
    }
  }

  @Test
  void a_body_of_a_hundred_megabytes_is_refused_and_the_client_sees_it() throws IOException {
    byte[] piece = new byte[1024 * 1024];
    try (RawConnection huge =
        server.request(
            "POST",
            BareServer.MAPS,
            "Content-Type: application/json",
            "Content-Length: " + 100L * piece.length)) {
      for (int i = 0; i < 100; i++) {
        huge.send(piece); // a client that reads only after it has sent everything
      }
      assertThat(huge.rest())
          .startsWith("HTTP/1.1 413")
          .contains("\"message\":\"Request entity too large: limit is 3145728\"");
    }
  }

  @Test
  void a_chunked_body_without_end_is_refused() throws IOException {
    byte[] piece = new byte[0x10000];
    try (RawConnection endless =
        server.request(
            "POST",
            BareServer.MAPS,
            "Content-Type: application/json",
            "Transfer-Encoding: chunked")) {
      for (int i = 0; i < 200; i++) {
        endless.send("10000\n").send(piece).send("\n");
      }
      assertThat(endless.line()).startsWith("HTTP/1.1 413");
    }
  }

  @Test
  void headers_that_come_byte_by_byte_are_waited_for_only_so_long() throws IOException {
    try (RawConnection slow = server.connect().send("GET /version HTTP/1.1\nHost: lab\nX: ")) {
      Instant patience = Instant.now().plusSeconds(30);
      while (accepts(slow)) {
        assertThat(Instant.now()).isBefore(patience);
        LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
      }
    }
  }

  private static boolean accepts(RawConnection connection) {
    try {
      connection.send("x");
      return true;
    } catch (IOException closed) {
      return false;
    }
  }

  @Test
  void a_handshake_that_never_begins_is_waited_for_only_so_long() throws IOException {
    try (Socket silent = new Socket(InetAddress.getLoopbackAddress(), server.endpoint().port())) {
      assertThat(endOf(silent)).isTrue();
    }
  }

  private static boolean endOf(Socket socket) throws IOException {
    try {
      return socket.getInputStream().read() < 0;
    } catch (SocketException reset) {
      return true;
    }
  }

  @Test
  void more_connections_than_there_may_be_cost_the_longest_unused_one() throws IOException {
    List<Socket> idle = new ArrayList<>();
    try (RawConnection watch = server.watch("/api/v1/nodes")) {
      for (int i = 0; i < CONNECTIONS + 20; i++) {
        idle.add(new Socket(InetAddress.getLoopbackAddress(), server.endpoint().port()));
      }
      assertThat(server.answer("GET", VERSION)).startsWith("HTTP/1.1 200");
      assertThat(endOf(idle.getFirst())).isTrue();
      server.put(dev.cnilab.cluster.object.ResourceTypes.NODES, "{metadata: {name: n}}");
      assertThat(watch.lineWith("ADDED")).contains("\"n\"");
    } finally {
      for (Socket socket : idle) {
        socket.close();
      }
    }
  }

  @Test
  void web_sockets_count_as_connections() throws IOException {
    int most = 5;
    List<RawConnection> sockets = new ArrayList<>();
    try (BareServer small = new BareServer(HttpLimits.standard().withConnections(most))) {
      for (int i = 0; i < most; i++) {
        RawConnection socket =
            small.request(
                "GET",
                "/api/v1/nodes?watch=1",
                "Connection: Upgrade",
                "Upgrade: websocket",
                "Origin: http://lab",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
        sockets.add(socket);
        assertThat(socket.line()).startsWith("HTTP/1.1 101");
      }
      try (Socket further = new Socket(InetAddress.getLoopbackAddress(), small.endpoint().port())) {
        assertThat(endOf(further)).isTrue();
      }
    } finally {
      close(sockets);
    }
  }

  @Test
  void a_log_s_client_that_leaves_before_it_is_refused_leaves_no_connection() throws IOException {
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
  void a_command_whose_client_never_reads_is_cut_off(boolean ends) throws IOException {
    Duration soon = Duration.ofMillis(300);
    HttpLimits limits = HttpLimits.standard();
    try (BareServer hasty = new BareServer(ends ? limits.withIdle(soon) : limits.withStream(soon));
        RawConnection deaf = command(hasty, ends)) {
      BareServer.until(() -> !isConnected(deaf));
    }
  }

  @Test
  void a_client_that_pauses_while_its_command_runs_reads_on_afterwards() throws IOException {
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

  @Test
  void headers_and_addresses_may_be_long_but_not_without_end() throws IOException {
    String long_ = "x".repeat(200_000);
    assertThat(server.answer("GET", "/version?x=" + long_, "X: " + long_))
        .startsWith("HTTP/1.1 200");
    String tooLong = "x".repeat(1_060_000);
    assertThat(answerIfAny("GET /version HTTP/1.1\nHost: lab\nX: " + tooLong))
        .doesNotContain(" 200 ");
    assertThat(answerIfAny("GET /version?x=" + tooLong)).doesNotContain(" 200 ");
    assertThat(server.answer("GET", VERSION)).startsWith("HTTP/1.1 200");
  }

  /**
   * The server may close the connection of a client that keeps sending, before the answer is read.
   */
  private static String answerIfAny(String request) throws IOException {
    try (RawConnection connection = server.connect()) {
      return connection.send(request + "\n\n").rest();
    } catch (SocketException | javax.net.ssl.SSLException hungUp) {
      return "";
    }
  }

  @Test
  void what_is_no_http_is_refused_in_a_line_of_text() throws IOException {
    try (RawConnection garbage = server.connect().send("hello\n\n")) {
      assertThat(garbage.rest()).startsWith("HTTP/1.1 400").endsWith("\n400 Bad Request");
    }
  }

  @Test
  void a_loop_that_does_something_else_is_waited_for_only_so_long() throws IOException {
    CountDownLatch busy = new CountDownLatch(1);
    server.loop().execute(() -> await(busy));
    try {
      assertThat(server.answer("GET", "/api/v1/nodes?timeout=100ms"))
          .startsWith("HTTP/1.1 504")
          .contains("\"reason\":\"Timeout\"");
    } finally {
      busy.countDown();
    }
    assertThat(server.answer("GET", "/api/v1/nodes")).startsWith("HTTP/1.1 200");
  }

  @Test
  void what_the_client_was_told_to_have_failed_in_time_is_not_done_afterwards()
      throws IOException, InterruptedException {
    server.put(ResourceTypes.CONFIG_MAPS, "{metadata: {name: kept, namespace: default}}");
    CountDownLatch busy = new CountDownLatch(1);
    server.loop().execute(() -> await(busy));
    try {
      assertThat(server.answer("DELETE", BareServer.MAPS + "/kept?timeout=100ms"))
          .startsWith("HTTP/1.1 504");
    } finally {
      busy.countDown();
    }
    Thread.sleep(300); // for what must not happen
    assertThat(server.answer("GET", BareServer.MAPS + "/kept")).startsWith("HTTP/1.1 200");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static void close(List<RawConnection> connections) throws IOException {
    for (RawConnection connection : connections) {
      connection.close();
    }
  }
}
