package dev.cnilab.cluster.apiserver.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.apiserver.connection.limit.HttpLimits;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.ResourceTypes;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the server forgets as the cluster's time goes by. */
@Timeout(60)
class ForgettingTest {
  private static final String EVENTS = "/api/v1/namespaces/default/events";
  @AutoClose private final BareServer server = new BareServer(HttpLimits.standard());

  private JsonNode get(String target) throws IOException {
    String answer = server.answer("GET", target);
    return Json.parse(answer.substring(answer.indexOf('{'), answer.lastIndexOf('}') + 1));
  }

  private void happens(String name) {
    server.put(
        ResourceTypes.EVENTS,
        "{metadata: {name: " + name + ", namespace: default}, reason: Tested, count: 1}");
  }

  private void passes(Duration time) {
    server.loop().advance(time);
  }

  private int historySize() {
    return server.loop().call(() -> server.core().store().historySize());
  }

  private long revision() {
    return server.loop().call(() -> server.core().store().revision());
  }

  @Test
  void an_event_expires_an_hour_after_its_last_write() throws IOException {
    happens("once");
    happens("again");
    passes(Duration.ofMinutes(59));
    happens("again");

    passes(Duration.ofMinutes(2));
    assertThat(get(EVENTS).path("items").findValuesAsText("name")).containsExactly("again");

    passes(Duration.ofMinutes(59));
    assertThat(get(EVENTS).path("items")).isEmpty();
  }

  @Test
  void a_watch_of_events_reports_an_expired_event() throws IOException {
    happens("watched");
    try (RawConnection watch = server.watch(EVENTS)) {
      watch.lineWith("ADDED");
      passes(Duration.ofMinutes(61));
      assertThat(watch.lineWith("DELETED")).contains("\"name\":\"watched\"");
    }
  }

  @Test
  void objects_other_than_events_do_not_expire() throws IOException {
    server.put(ResourceTypes.CONFIG_MAPS, "{metadata: {name: kept, namespace: default}}");
    passes(Duration.ofDays(2));

    assertThat(get(BareServer.MAPS).path("items")).hasSize(1);
  }

  @Test
  void versions_older_than_five_minutes_are_expired() throws IOException {
    for (String name : new String[] {"a", "b"}) {
      server.put(ResourceTypes.CONFIG_MAPS, "{metadata: {name: " + name + ", namespace: default}}");
    }
    JsonNode first = get(BareServer.MAPS + "?limit=1");
    String then = first.at("/metadata/resourceVersion").asText();
    String next = BareServer.MAPS + "?limit=1&continue=" + first.at("/metadata/continue").asText();
    String exact = BareServer.MAPS + "?resourceVersionMatch=Exact&resourceVersion=" + then;
    server.put(ResourceTypes.CONFIG_MAPS, "{metadata: {name: c, namespace: default}}");

    passes(Duration.ofMinutes(4));
    assertThat(get(next).path("items")).hasSize(1);
    assertThat(get(exact).path("items")).hasSize(2);

    passes(Duration.ofMinutes(10));
    assertExpired(get(exact), "The resourceVersion for the provided list is too old.");
    assertExpired(
        get(next),
        "The provided continue parameter is too old to display a consistent list result. You can"
            + " start a new list without the continue parameter, or use the continue token in this"
            + " response to retrieve the remainder of the results. Continuing with the provided"
            + " token results in an inconsistent list - objects that were created, modified, or"
            + " deleted between the time the first chunk was returned and now may show up in the"
            + " list.");
    String token = get(next).at("/metadata/continue").asText();
    assertThat(get(BareServer.MAPS + "?continue=" + token).at("/items").findValuesAsText("name"))
        .containsExactly("b", "c");
    JsonNode event = get(BareServer.MAPS + "?watch=1&resourceVersion=" + then);
    assertThat(event.path("type").asText()).isEqualTo("ERROR");
    assertExpired(
        event.path("object"), "too old resource version: " + then + " (" + revision() + ")");
  }

  private static void assertExpired(JsonNode status, String message) {
    assertThat(status.path("code").asInt()).isEqualTo(410);
    assertThat(status.path("reason").asText()).isEqualTo("Expired");
    assertThat(status.path("message").asText()).isEqualTo(message);
  }

  @Test
  void churn_leaves_no_history_behind() {
    int before = revisionsOfAnHour();
    int after = revisionsOfAnHour();

    assertThat(after).as("what an hour of churn leaves").isEqualTo(before);
    passes(Duration.ofMinutes(61));
    assertThat(historySize()).isLessThanOrEqualTo(200);
    passes(Duration.ofMinutes(11));
    assertThat(historySize()).isZero();
  }

  private int revisionsOfAnHour() {
    for (int minute = 0; minute < 70; minute++) {
      for (int each = 0; each < 20; each++) {
        happens("e" + minute + "-" + each);
      }
      passes(Duration.ofMinutes(1));
    }
    return historySize()
        + server.loop().call(() -> server.core().store().list(ResourceTypes.EVENTS, "").size());
  }
}
