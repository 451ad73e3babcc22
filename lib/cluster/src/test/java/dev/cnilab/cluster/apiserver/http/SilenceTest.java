package dev.cnilab.cluster.apiserver.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cnilab.cluster.apiserver.connection.limit.HttpLimits;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What clients and the process are told when the cluster dies. */
@Timeout(60)
class SilenceTest {
  @Test
  void a_dead_cluster_answers_503_and_reports_the_cause() throws IOException {
    try (BareServer server = new BareServer(HttpLimits.standard());
        RawConnection watch = server.watch(BareServer.MAPS);
        RawConnection late = server.connect()) {
      CompletableFuture<Void> silence = server.endpoint().silence();
      server
          .loop()
          .execute(
              () -> {
                throw new OutOfMemoryError("made by a test");
              });

      late.send("GET /version HTTP/1.1\nHost: lab\nConnection: close\n\n");
      assertThat(late.rest()).startsWith("HTTP/1.1 503").contains("made by a test");
      assertThatThrownBy(silence::get)
          .isInstanceOf(ExecutionException.class)
          .hasRootCauseMessage("made by a test");
      assertThat(watch.rest()).as("the end of a stream").doesNotContain("ADDED");
    }
  }
}
