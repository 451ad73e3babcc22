package dev.cnilab.cluster.apiserver.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.apiserver.connection.limit.HttpLimits;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CiphersTest {
  private static final String AES = "TLS_AES_128_GCM_SHA256";

  @Test
  void the_server_picks_the_cheapest_offered_cipher() throws IOException {
    try (BareServer server = new BareServer(HttpLimits.standard());
        RawConnection client = server.connect();
        RawConnection older = RawConnection.open(server.endpoint(), AES)) {
      assertThat(client.suite()).isEqualTo("TLS_CHACHA20_POLY1305_SHA256");
      assertThat(older.suite()).isEqualTo(AES);
      older.send("GET /version HTTP/1.1\nHost: lab\nConnection: close\n\n");
      assertThat(older.rest()).startsWith("HTTP/1.1 200");
    }
  }
}
