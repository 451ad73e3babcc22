package dev.cnilab.cluster.apiserver.connection.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.apiserver.connection.limit.HttpLimits;
import dev.cnilab.cluster.apiserver.http.BareServer;
import dev.cnilab.cluster.apiserver.http.RawConnection;
import java.io.IOException;
import java.net.SocketException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Requests that together would take more memory than there is for them. */
@Timeout(60)
class HeldBytesTest {
  private static final String VERSION = "/version";
  private static final String FAT = "X: " + "x".repeat(400_000);
  private static final long ROOM = 2 * 1024 * 1024;
  private static final int LONG = 800_000;

  /** What such a header holds when all of it has arrived. */
  private static final long HEAD = 4L * (FAT.length() - HeldBytes.FREE);

  /** Room for one such header, or one such body. */
  @AutoClose private final BareServer server = new BareServer(HttpLimits.standard().withHeld(ROOM));

  private RawConnection fatHead() throws IOException {
    return server.connect().send("GET /version HTTP/1.1\nHost: lab\n" + FAT);
  }

  /** The answer, as soon as one is read: the connection may close while the head is being sent. */
  private String refusalOfFatHead() throws IOException {
    while (true) {
      try (RawConnection second = fatHead()) {
        return second.rest();
      } catch (SocketException closedWhileSending) {
        Thread.yield();
      }
    }
  }

  private RawConnection fatBody(String timeout) throws IOException {
    return server
        .request(
            "POST",
            BareServer.MAPS + "?timeout=" + timeout,
            "Content-Type: application/json",
            "Content-Length: " + (LONG + 1))
        .send(" ".repeat(LONG));
  }

  private boolean isRefused(String... headers) {
    try {
      return server.answer("GET", VERSION, headers).contains(" 429 ");
    } catch (IOException closedWhileSending) {
      return true;
    }
  }

  /**
   * Waits until a whole header or body is held: two that arrive side by side may both be refused.
   */
  private void untilHeld(long size) {
    BareServer.until(() -> server.endpoint().roomForRequests() <= ROOM - size);
  }

  private void untilGivenBack() {
    BareServer.until(() -> server.endpoint().roomForRequests() == ROOM);
  }

  @Test
  void unfinished_headers_leave_no_room_for_others_but_small_ones_are_answered()
      throws IOException {
    try (RawConnection first = fatHead()) {
      untilHeld(HEAD);
      assertThat(refusalOfFatHead())
          .startsWith("HTTP/1.1 429 ")
          .contains("\r\nRetry-After: 1\r\n", "\r\nX-Content-Type-Options: nosniff\r\n")
          .endsWith("\r\n\r\nToo many requests, please try again later.\n");
      assertThat(server.answer("GET", VERSION)).startsWith("HTTP/1.1 200");
      first.send("\nConnection: close\n\n");
      assertThat(first.rest()).startsWith("HTTP/1.1 200");
    }
    untilGivenBack();
  }

  @Test
  void a_client_that_leaves_gives_back_what_its_headers_held() throws IOException {
    RawConnection first = fatHead();
    untilHeld(HEAD);
    first.close();
    untilGivenBack();
  }

  @Test
  void a_body_for_which_there_is_no_room_is_refused_and_the_client_sees_it() throws IOException {
    try (RawConnection first = fatBody("50s")) {
      untilHeld(LONG - HeldBytes.FREE);
      try (RawConnection second = fatBody("50s")) {
        assertThat(second.send(" ").rest())
            .startsWith("HTTP/1.1 429 ")
            .contains("\r\nRetry-After: 1\r\n")
            .endsWith("\r\n\r\nToo many requests, please try again later.\n");
      }
      first.send(" ");
      assertThat(first.line()).startsWith("HTTP/1.1 400");
    }
    untilGivenBack();
  }

  @Test
  void a_body_that_never_ends_gives_back_what_it_held_when_its_time_is_over() throws IOException {
    try (RawConnection first = fatBody("2s")) {
      assertThat(first.line()).startsWith("HTTP/1.1 504");
      untilGivenBack();
      assertThat(first.rest()).contains("allotted timeout");
    }
  }

  @Test
  void requests_one_after_the_other_give_back_what_they_held() throws IOException {
    try (RawConnection kept = server.connect()) {
      for (int i = 0; i < 5; i++) {
        kept.send("GET /version HTTP/1.1\nHost: lab\n" + FAT + "\n\n");
        assertThat(kept.lineWith("HTTP/1.1")).contains(" 200 ");
        kept.lineWith("platform");
      }
    }
    untilGivenBack();
    for (int i = 0; i < 5; i++) {
      try (RawConnection body = fatBody("50s").send(" ")) {
        assertThat(body.line()).startsWith("HTTP/1.1 400");
      }
    }
  }

  @Test
  void a_web_socket_keeps_its_request() throws IOException {
    try (RawConnection socket =
        server.request(
            "GET",
            "/api/v1/nodes?watch=1",
            FAT,
            "Connection: Upgrade",
            "Upgrade: websocket",
            "Origin: http://lab",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==")) {
      assertThat(socket.line()).startsWith("HTTP/1.1 101");
      assertThat(refusalOfFatHead())
          .startsWith("HTTP/1.1 429 ")
          .contains("\r\nRetry-After: 1\r\n", "\r\nX-Content-Type-Options: nosniff\r\n")
          .endsWith("\r\n\r\nToo many requests, please try again later.\n");
    }
    untilGivenBack();
  }
}
