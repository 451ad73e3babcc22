package dev.cnilab.cluster.apiserver.http.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.apiserver.connection.limit.HttpLimits;
import dev.cnilab.cluster.apiserver.http.BareServer;
import dev.cnilab.cluster.object.ResourceTypes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CollectionDeletionTest {
  private static final int MAPS = 1600;

  @AutoClose private final BareServer server = new BareServer(HttpLimits.standard());

  /** The deletion of 20,000 held all others for seconds. */
  @Test
  void others_have_their_turn_while_a_large_collection_is_deleted() {
    for (int i = 0; i < MAPS; i++) {
      server.put(ResourceTypes.CONFIG_MAPS, "{metadata: {name: m" + i + ", namespace: default}}");
    }
    CompletableFuture<String> deletion =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return server.answer("DELETE", BareServer.MAPS);
              } catch (IOException failed) {
                throw new UncheckedIOException(failed);
              }
            });
    Set<Integer> seen = new TreeSet<>();
    do {
      seen.add(server.loop().call(this::stored));
    } while (!deletion.isDone());
    assertThat(deletion.join()).startsWith("HTTP/1.1 200");
    assertThat(server.loop().call(this::stored)).isZero();
    assertThat(seen).anyMatch(stored -> stored > 0 && stored < MAPS);
  }

  private int stored() {
    return server.core().store().list(ResourceTypes.CONFIG_MAPS, "default").size();
  }
}
