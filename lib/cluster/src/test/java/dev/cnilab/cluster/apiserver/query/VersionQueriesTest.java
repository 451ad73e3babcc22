package dev.cnilab.cluster.apiserver.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cnilab.cluster.apiserver.connection.limit.HttpLimits;
import dev.cnilab.cluster.apiserver.http.BareServer;
import dev.cnilab.cluster.apiserver.http.RawConnection;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.ResourceTypes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Queries for a resourceVersion, and parts of a list. */
@Timeout(60)
class VersionQueriesTest extends QueriedServer {
  private static String token(String json) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @CsvSource({
    "abc, invalid syntax",
    "1.5, invalid syntax",
    "-1, invalid syntax",
    "%2B5, invalid syntax",
    "99999999999999999999, value out of range"
  })
  void a_resource_version_that_is_not_a_number_is_rejected(String sent, String why)
      throws IOException {
    String version = sent.replace("%2B", "+");
    String reason =
        "resourceVersion: Invalid value: \"%s\": strconv.ParseUint: parsing \"%s\": %s"
            .formatted(version, version, why);
    for (String query : new String[] {"", "limit=2&", "resourceVersionMatch=Exact&"}) {
      JsonNode list = get(BareServer.MAPS + "?" + query + "resourceVersion=" + sent);
      assertThat(list.path("code").asInt()).isEqualTo(400);
      assertThat(list.path("reason").asText()).isEqualTo("BadRequest");
      assertThat(list.path("message").asText()).isEqualTo("invalid resource version: " + reason);
    }
    for (String target : new String[] {ONE + "?", BareServer.MAPS + "?watch=1&"}) {
      JsonNode cached = get(target + "resourceVersion=" + sent);
      assertThat(cached.path("code").asInt()).isEqualTo(500);
      assertThat(cached.has("reason")).isFalse();
      assertThat(cached.path("message").asText()).isEqualTo(reason);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/first?resourceVersion=999999",
    "?resourceVersion=999999",
    "?limit=2&resourceVersion=999999",
    "?resourceVersionMatch=NotOlderThan&resourceVersion=999999",
    "?resourceVersionMatch=Exact&resourceVersion=999999",
    "?limit=1&continue=eyJ2IjoibWV0YS5rOHMuaW8vdjEiLCJydiI6OTk5OTk5LCJzdGFydCI6ImFcdTAwMDAifQ"
  })
  void a_future_resource_version_times_out_with_the_current_one(String target) throws IOException {
    String answer = server.answer("GET", BareServer.MAPS + target);

    assertThat(answer).startsWith("HTTP/1.1 504").contains("Retry-After: 1\r\n");
    assertTooLarge(body(answer));
  }

  @ParameterizedTest
  @CsvSource({
    "resourceVersion=999999",
    "resourceVersion=999999&sendInitialEvents=true&resourceVersionMatch=NotOlderThan"
  })
  void a_watch_from_a_future_version_times_out_with_an_error_event(String query)
      throws IOException {
    String answer = server.answer("GET", BareServer.MAPS + "?watch=1&" + query);

    assertThat(answer).startsWith("HTTP/1.1 200");
    assertThat(body(answer).path("type").asText()).isEqualTo("ERROR");
    assertTooLarge(body(answer).path("object"));
  }

  private static void assertTooLarge(JsonNode status) {
    long current = server.loop().call(() -> server.core().store().revision());
    assertThat(status.path("code").asInt()).isEqualTo(504);
    assertThat(status.path("reason").asText()).isEqualTo("Timeout");
    assertThat(status.path("message").asText())
        .isEqualTo("Timeout: Too large resource version: 999999, current: " + current);
    assertThat(status.at("/details/retryAfterSeconds").asInt()).isEqualTo(1);
    assertThat(status.at("/details/causes").toString())
        .isEqualTo(
            "[{\"reason\":\"ResourceVersionTooLarge\","
                + "\"message\":\"Too large resource version\"}]");
  }

  @Test
  void a_request_for_a_future_version_waits_until_it_is_reached() throws IOException {
    try (BareServer patient =
        new BareServer(HttpLimits.standard().withFreshness(Duration.ofMinutes(1)))) {
      long next = patient.loop().call(() -> patient.core().store().revision()) + 1;
      String query = "?resourceVersion=" + next;
      try (RawConnection list =
              patient.request("GET", BareServer.MAPS + query, "Connection: close");
          RawConnection watch =
              patient.request("GET", BareServer.MAPS + query + "&watch=1", "Connection: close")) {
        patient.put(ResourceTypes.CONFIG_MAPS, "{metadata: {name: x, namespace: default}}");
        assertThat(body(list.rest()).path("items")).hasSize(1);
        watch.lineWith("200 OK");
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "resourceVersionMatch=Exact | Forbidden: {m} is forbidden unless resourceVersion is"
            + " provided",
        "resourceVersionMatch=Exact&resourceVersion=0 | Forbidden: {m} \"exact\" is forbidden for"
            + " resourceVersion \"0\"",
        "resourceVersionMatch=Rubbish&resourceVersion=5 | Unsupported value: \"Rubbish\": supported"
            + " values: \"Exact\", \"NotOlderThan\", \"\"",
        "resourceVersionMatch=Exact&resourceVersion=5&continue=e30 | Forbidden: {m} is forbidden"
            + " when continue is provided",
        "watch=1&resourceVersionMatch=NotOlderThan&resourceVersion=5 | Forbidden: {m} is forbidden"
            + " for watch unless sendInitialEvents is provided",
        "watch=1&sendInitialEvents=true | Forbidden: sendInitialEvents requires setting {m} to"
            + " NotOlderThan",
        "watch=1&sendInitialEvents=rubbish | Forbidden: sendInitialEvents requires setting {m} to"
            + " NotOlderThan",
      })
  void an_invalid_resource_version_match_is_422(String query, String why) throws IOException {
    JsonNode status = get(BareServer.MAPS + "?" + query);

    assertThat(status.path("code").asInt()).isEqualTo(422);
    assertThat(status.path("message").asText())
        .isEqualTo(
            "ListOptions.meta.k8s.io \"\" is invalid: resourceVersionMatch: "
                + why.replace("{m}", "resourceVersionMatch"));
  }

  @ParameterizedTest
  @CsvSource({
    "watch=1&resourceVersionMatch=Exact&resourceVersion=5",
    "watch=1&resourceVersionMatch=Rubbish",
    "watch=1&sendInitialEvents=true&resourceVersionMatch=Exact",
    "resourceVersionMatch=Rubbish"
  })
  void each_violated_list_option_rule_is_reported(String query) throws IOException {
    assertThat(get(BareServer.MAPS + "?" + query).at("/details/causes")).hasSize(2);
  }

  @Test
  void exact_versions_and_continued_lists_show_the_state_at_that_version() throws IOException {
    try (BareServer own = new BareServer(HttpLimits.standard())) {
      for (String name : new String[] {"a", "b", "c"}) {
        own.put(ResourceTypes.CONFIG_MAPS, "{metadata: {name: " + name + ", namespace: default}}");
      }
      JsonNode first = body(own.answer("GET", BareServer.MAPS + "?limit=1"));
      String version = first.at("/metadata/resourceVersion").asText();
      own.loop()
          .call(
              () -> {
                own.core().store().remove(ResourceTypes.CONFIG_MAPS, "default", "c");
                return own.core().store().remove(ResourceTypes.CONFIG_MAPS, "default", "a");
              });
      own.put(ResourceTypes.CONFIG_MAPS, "{metadata: {name: b2, namespace: default}}");

      String token = first.at("/metadata/continue").asText();
      assertThat(
              Json.parse(new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8))
                  .path("start"))
          .isEqualTo(TextNode.valueOf("/a\0"));
      String next = "&continue=" + token;
      JsonNode second = body(own.answer("GET", BareServer.MAPS + "?limit=9" + next));
      assertThat(second.at("/metadata/resourceVersion").asText()).isEqualTo(version);
      assertThat(second.path("items").findValuesAsText("name")).containsExactly("b", "c");

      String exact = "?resourceVersionMatch=Exact&resourceVersion=" + version;
      JsonNode then = body(own.answer("GET", BareServer.MAPS + exact));
      assertThat(then.path("items").findValuesAsText("name")).containsExactly("a", "b", "c");
      assertThat(
              body(own.answer("GET", BareServer.MAPS + "?resourceVersion=1"))
                  .path("items")
                  .findValuesAsText("name"))
          .containsExactly("b", "b2");
    }
  }

  @Test
  void invalid_continue_tokens_are_rejected() throws IOException {
    String good = token("{\"v\":\"meta.k8s.io/v1\",\"rv\":5,\"start\":\"a\\u0000\"}");
    assertThat(
            get(BareServer.MAPS + "?resourceVersion=7&continue=" + good).path("message").asText())
        .isEqualTo("specifying resource version is not allowed when using continue");
    String unversioned = token("{\"v\":\"meta.k8s.io/v1\",\"rv\":0,\"start\":\"a\"}");
    assertThat(get(BareServer.MAPS + "?continue=" + unversioned).path("message").asText())
        .endsWith("incorrect encoded start resourceVersion (version meta.k8s.io/v1)");
    String endless = token("{\"v\":\"meta.k8s.io/v1\",\"rv\":1}");
    assertThat(get(BareServer.MAPS + "?continue=" + endless).path("message").asText())
        .endsWith("encoded start key empty (version meta.k8s.io/v1)");
  }
}
