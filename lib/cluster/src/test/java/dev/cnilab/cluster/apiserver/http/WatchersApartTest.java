package dev.cnilab.cluster.apiserver.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import com.fasterxml.jackson.databind.node.ValueNode;
import dev.cnilab.cluster.apiserver.connection.limit.HttpLimits;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.ResourceTypes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A failure of one watch affects no other watch. */
@Timeout(60)
class WatchersApartTest {
  private static final String ONLY_METADATA =
      "Accept: application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1";
  @AutoClose private final BareServer server = new BareServer(HttpLimits.standard());

  /** A value that can be stored, but not rendered. */
  private static final class Unwritable extends ValueNode {
    private static final long serialVersionUID = 1L;

    @Override
    public JsonToken asToken() {
      return JsonToken.VALUE_STRING;
    }

    @Override
    public JsonNodeType getNodeType() {
      return JsonNodeType.STRING;
    }

    @Override
    public String asText() {
      return "";
    }

    @Override
    public boolean equals(Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return 0;
    }

    @Override
    public void serialize(JsonGenerator generator, SerializerProvider provider) {
      throw new IllegalStateException("this value can't be written");
    }
  }

  private static final class Counted {
    final AtomicInteger written = new AtomicInteger();

    @JsonValue
    String value() {
      return "written " + written.incrementAndGet();
    }
  }

  @Test
  void a_watch_event_that_cannot_be_rendered_fails_only_its_own_watchers() throws IOException {
    String one = BareServer.MAPS + "?fieldSelector=metadata.name=unwritable";
    try (RawConnection whole = server.watch(one);
        RawConnection metadata = server.watch(one, ONLY_METADATA)) {
      server.putWith(
          "unwritable", JsonNodeFactory.instance.objectNode().set("key", new Unwritable()));

      assertThat(metadata.lineWith("ADDED")).contains("\"name\":\"unwritable\"");
      assertThat(whole.lineWith("ERROR"))
          .contains("\"code\":500")
          .contains("this value can't be written");
      assertThat(whole.rest().strip()).as("the end of a chunked response").isEqualTo("0");
    }
  }

  @Test
  void a_watch_event_is_sent_completely_before_the_next_one() throws IOException {
    try (RawConnection watch = server.watch(BareServer.MAPS)) {
      server.put(ResourceTypes.CONFIG_MAPS, "{metadata: {name: ended, namespace: default}}");

      assertThat(watch.lineWith("ADDED")).contains("\"name\":\"ended\"");
      assertThat(watch.line()).as("the end of the chunk").isEmpty();
    }
  }

  @Test
  void connection_close_is_announced_only_if_the_client_requested_it() throws IOException {
    String brief = BareServer.MAPS + "?watch=1&timeoutSeconds=1";
    try (RawConnection keeping = server.request("GET", brief);
        RawConnection closing = server.request("GET", brief, "Connection: close")) {
      assertThat(keeping.send("").rest())
          .contains("Transfer-Encoding: chunked")
          .doesNotContain("Connection: close")
          .endsWith("0\r\n\r\n");
      assertThat(closing.send("").rest()).contains("Connection: close").endsWith("0\r\n\r\n");
    }
  }

  @Test
  void a_write_succeeds_even_if_a_subscriber_of_the_store_fails() throws IOException {
    Runnable end =
        server
            .loop()
            .call(
                () ->
                    server
                        .core()
                        .store()
                        .subscribe(
                            change -> {
                              throw new IllegalStateException("a follower failed");
                            }));
    String object = "{\"metadata\":{\"name\":\"written\"}}";

    try (RawConnection write =
        server.request(
            "POST",
            BareServer.MAPS,
            "Content-Type: application/json",
            "Content-Length: " + object.length(),
            "Connection: close")) {
      assertThat(write.send(object).rest()).startsWith("HTTP/1.1 201 Created");
    }
    server.loop().execute(end);
    assertThat(server.defects()).extracting(Throwable::getMessage).contains("a follower failed");
    assertThat(server.answer("GET", BareServer.MAPS + "/written")).startsWith("HTTP/1.1 200");
  }

  @Test
  void an_event_is_rendered_once_for_all_watchers_of_one_format() throws IOException {
    Counted counted = new Counted();
    List<RawConnection> watches = new ArrayList<>();
    try {
      for (int i = 0; i < 40; i++) {
        watches.add(server.watch(BareServer.MAPS + "?fieldSelector=metadata.name=counted"));
      }
      server.putWith("counted", Json.object().putPOJO("value", counted));

      for (RawConnection watch : watches) {
        assertThat(watch.lineWith("ADDED")).contains("written 1\"");
      }
      assertThat(counted.written).hasValue(1);
    } finally {
      for (RawConnection watch : watches) {
        watch.close();
      }
    }
  }

  @Test
  void a_watcher_that_does_not_read_is_disconnected_and_blocks_no_one() throws IOException {
    String padding = "x".repeat(2000);
    try (RawConnection idle = server.watch(BareServer.MAPS);
        RawConnection reader =
            server.watch(BareServer.MAPS + "?fieldSelector=metadata.name=busy")) {
      BareServer.until(() -> server.endpoint().openWatches() == 2);
      int changes = 0;
      while (server.endpoint().openWatches() > 1) {
        for (int i = 0; i < 50; i++) {
          changes++;
          server.put(
              ResourceTypes.CONFIG_MAPS,
              "{metadata: {name: busy, namespace: default}, data: {n: '"
                  + changes
                  + "', padding: "
                  + padding
                  + "}}");
        }
        assertThat(reader.lineWith("\"n\":\"" + changes + "\"")).contains("\"busy\"");
      }
      assertThat(changes).as("more than fit into buffers").isGreaterThan(1000);
      assertThat(idle.line()).isNotNull();
    }
  }

  @Test
  void a_watch_ends_when_its_client_disconnects() throws IOException {
    List<RawConnection> watches = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      watches.add(server.watch("/api/v1/nodes"));
    }
    BareServer.until(() -> server.endpoint().openWatches() == 20);
    for (RawConnection watch : watches) {
      watch.close();
    }
    BareServer.until(() -> server.endpoint().openWatches() == 0);
  }

  @Test
  void a_client_that_disconnects_early_leaves_no_watch_behind() throws IOException {
    for (int i = 0; i < 100; i++) {
      server.request("GET", "/api/v1/nodes?watch=1").close();
    }
    // Whatever comes first, the last watch is opened after the others.
    RawConnection last = server.watch("/api/v1/nodes");
    BareServer.until(() -> server.endpoint().openWatches() == 1);
    last.close();
    BareServer.until(() -> server.endpoint().openWatches() == 0);
  }
}
