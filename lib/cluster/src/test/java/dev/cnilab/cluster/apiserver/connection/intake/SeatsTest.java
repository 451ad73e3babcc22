package dev.cnilab.cluster.apiserver.connection.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.apiserver.connection.limit.HttpLimits;
import dev.cnilab.cluster.apiserver.http.BareServer;
import dev.cnilab.cluster.apiserver.http.RawConnection;
import java.io.IOException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** More requests at a time than there are seats for. */
@Timeout(60)
class SeatsTest {
  private static final String NODES = "/api/v1/nodes";

  @AutoClose
  private final BareServer server = new BareServer(HttpLimits.standard().withInFlight(1, 1));

  /** A request that is in flight until its body ends; the server has asked for it. */
  private RawConnection unfinished() throws IOException {
    RawConnection request =
        server.request(
            "POST",
            BareServer.MAPS,
            "Content-Type: application/json",
            "Content-Length: 2",
            "Expect: 100-continue");
    assertThat(request.lineWith("HTTP/1.1")).contains(" 100 ");
    return request;
  }

  private String post() throws IOException {
    return server.answer("POST", BareServer.MAPS, "Content-Length: 0");
  }

  @Test
  void a_request_without_a_seat_is_refused_until_another_is_answered() throws IOException {
    try (RawConnection first = unfinished()) {
      assertThat(post())
          .startsWith("HTTP/1.1 429 ")
          .contains("\r\nRetry-After: 1\r\n", "Content-Type: text/plain; charset=utf-8\r\n")
          .endsWith("\r\n\r\nToo many requests, please try again later.\n");
      assertThat(server.answer("GET", NODES)).startsWith("HTTP/1.1 200");

      first.send("{}");
      assertThat(first.lineWith("HTTP/1.1")).contains(" 4");
      BareServer.until(() -> !isFull());
    }
  }

  private boolean isFull() {
    try {
      return post().startsWith("HTTP/1.1 429 ");
    } catch (IOException broken) {
      throw new IllegalStateException(broken);
    }
  }

  @Test
  void a_client_that_leaves_gives_its_seat_back() throws IOException {
    RawConnection first = unfinished();
    assertThat(isFull()).isTrue();
    first.close();
    BareServer.until(() -> !isFull());
  }

  @Test
  void watches_need_no_seat() throws IOException {
    try (RawConnection one = server.watch(NODES);
        RawConnection other = server.watch(NODES)) {
      assertThat(server.answer("GET", NODES)).startsWith("HTTP/1.1 200");
      assertThat(one).isNotSameAs(other);
    }
  }
}
