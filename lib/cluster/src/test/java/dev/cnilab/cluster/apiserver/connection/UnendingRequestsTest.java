package dev.cnilab.cluster.apiserver.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.apiserver.http.BareServer;
import dev.cnilab.cluster.apiserver.http.RawConnection;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Requests that never end, or are too large. */
@Timeout(60)
class UnendingRequestsTest extends ImpatientServer {
  @Test
  void an_unknown_user_is_401_before_the_body_is_read() throws IOException {
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

  @Test
  void an_unfinished_body_blocks_no_one_and_times_out() throws IOException {
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
  void a_body_of_100_megabytes_is_413() throws IOException {
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
  void an_endless_chunked_body_is_413() throws IOException {
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
  void a_connection_that_sends_headers_slowly_is_closed() throws IOException {
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
  void a_connection_without_a_handshake_is_closed() throws IOException {
    try (Socket silent = new Socket(InetAddress.getLoopbackAddress(), server.endpoint().port())) {
      assertThat(endOf(silent)).isTrue();
    }
  }

  @Test
  void headers_and_urls_may_have_200_kb_but_not_1_mb() throws IOException {
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
  void input_that_is_not_http_is_400() throws IOException {
    try (RawConnection garbage = server.connect().send("hello\n\n")) {
      assertThat(garbage.rest()).startsWith("HTTP/1.1 400").endsWith("\n400 Bad Request");
    }
  }
}
