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

/** Clients that go on sending headers after theirs are refused. */
@Timeout(60)
class RefusedHeadersTest {
  private static final int ROOM = 64 * 1024;
  private static final String LONG = "GET /version HTTP/1.1\nHost: lab\nX: " + "x".repeat(400_000);

  @AutoClose private final BareServer server = new BareServer(HttpLimits.standard().withHeld(ROOM));

  @Test
  void what_they_send_is_never_read_as_the_request_of_another_client() throws IOException {
    for (int i = 0; i < 100; i++) {
      try (RawConnection refused = server.connect()) {
        refused.send(LONG);
        refused.rest();
      } catch (SocketException closedWhileSending) {
        // The rest of the headers may still be on its way.
      }
      assertThat(server.answer("GET", "/version")).startsWith("HTTP/1.1 200");
    }
  }
}
