package dev.cnilab.cluster.apiserver.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.cnilab.cluster.apiserver.connection.limit.HttpLimits;
import dev.cnilab.cluster.apiserver.http.BareServer;
import dev.cnilab.cluster.apiserver.http.RawConnection;
import dev.cnilab.cluster.client.ApiErrors;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.netsim.loop.WaitQueue;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Clients that send incomplete, oversized or no requests do not keep others from being answered.
 */
@Timeout(60)
class StubbornClientsTest extends ImpatientServer {
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
  void a_request_to_a_silent_node_times_out() throws IOException {
    try (BareServer quick =
        new BareServer(HttpLimits.standard().withRequest(Duration.ofMillis(300)))) {
      reachNobody(quick);
      String exec = "/api/v1/namespaces/default/pods/far/exec?command=id&stdout=1";
      assertThat(quick.answer("POST", exec)).startsWith("HTTP/1.1 504");
    }
  }

  @Test
  void streams_to_a_silent_node_do_not_block_other_requests() throws IOException {
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
  void a_full_server_closes_the_longest_idle_connection() throws IOException {
    List<Socket> idle = new ArrayList<>();
    try (RawConnection watch = server.watch("/api/v1/nodes")) {
      for (int i = 0; i < CONNECTIONS + 20; i++) {
        idle.add(new Socket(InetAddress.getLoopbackAddress(), server.endpoint().port()));
      }
      assertThat(server.answer("GET", VERSION)).startsWith("HTTP/1.1 200");
      assertThat(endOf(idle.getFirst())).isTrue();
      server.put(ResourceTypes.NODES, "{metadata: {name: n}}");
      assertThat(watch.lineWith("ADDED")).contains("\"n\"");
    } finally {
      for (Socket socket : idle) {
        socket.close();
      }
    }
  }

  @Test
  void a_server_full_of_watches_ends_the_oldest_for_a_new_client() throws IOException {
    int most = 5;
    List<RawConnection> watches = new ArrayList<>();
    try (BareServer small = new BareServer(HttpLimits.standard().withConnections(most))) {
      for (int i = 0; i < most; i++) {
        watches.add(small.watch("/api/v1/nodes"));
      }
      assertThat(small.answer("GET", VERSION)).startsWith("HTTP/1.1 200");
      assertThat(watches.getFirst().rest()).contains("\r\n0\r\n"); // the last chunk
      small.put(ResourceTypes.NODES, "{metadata: {name: n}}");
      assertThat(watches.getLast().lineWith("ADDED")).contains("\"n\"");
    } finally {
      close(watches);
    }
  }

  @Test
  void watches_over_websockets_count_as_connections() throws IOException {
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
      BareServer.until(() -> small.endpoint().openWatches() == most);
      assertThat(small.answer("GET", VERSION)).startsWith("HTTP/1.1 200");
      BareServer.until(() -> small.endpoint().openWatches() == most - 1);
    } finally {
      close(sockets);
    }
  }

  @Test
  void clients_that_send_nothing_end_few_watches() throws IOException {
    int most = 100;
    List<RawConnection> watches = new ArrayList<>();
    List<Socket> silent = new ArrayList<>();
    try (BareServer small = new BareServer(HttpLimits.standard().withConnections(most))) {
      for (int i = 0; i < most; i++) {
        watches.add(small.watch("/api/v1/nodes"));
      }
      for (int i = 0; i < 2 * most; i++) {
        silent.add(new Socket(InetAddress.getLoopbackAddress(), small.endpoint().port()));
      }
      assertThat(endOf(silent.getFirst())).isTrue();
      assertThat(small.answer("GET", VERSION)).startsWith("HTTP/1.1 200");
      assertThat(small.endpoint().openWatches()).isGreaterThan(most / 4);
    } finally {
      close(watches);
      for (Socket socket : silent) {
        socket.close();
      }
    }
  }

  @Test
  void a_request_times_out_while_the_loop_is_busy() throws IOException {
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
  void a_write_that_timed_out_is_not_done_afterwards() throws IOException, InterruptedException {
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
}
