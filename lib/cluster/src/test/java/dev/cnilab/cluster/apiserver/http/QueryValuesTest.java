package dev.cnilab.cluster.apiserver.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cnilab.cluster.apiserver.connection.HttpLimits;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.ResourceTypes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Codes and messages as Kubernetes 1.37.2 answered the same queries. */
@Timeout(60)
class QueryValuesTest {
  private static final String ONE = BareServer.MAPS + "/first";
  @AutoClose private static BareServer server;

  @BeforeAll
  static void start() {
    server = new BareServer(HttpLimits.standard().withFreshness(Duration.ofMillis(20)));
    for (String name : new String[] {"first", "second", "third"}) {
      server.put(ResourceTypes.CONFIG_MAPS, "{metadata: {name: " + name + ", namespace: default}}");
    }
    server.put(
        ResourceTypes.PODS,
        "{metadata: {name: p, namespace: default}, spec: {containers: [{name: c}]}}");
  }

  private static JsonNode body(String answer) {
    String body = answer.substring(answer.indexOf("\r\n\r\n") + 4);
    return Json.parse(body.substring(body.indexOf('{'), body.lastIndexOf('}') + 1));
  }

  private static JsonNode get(String target) throws IOException {
    return body(server.answer("GET", target));
  }

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
  void a_version_that_is_no_number_is_refused(String sent, String why) throws IOException {
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
  void a_version_that_is_not_there_in_time_is_a_timeout_that_says_how_far_the_store_is(
      String target) throws IOException {
    String answer = server.answer("GET", BareServer.MAPS + target);

    assertThat(answer).startsWith("HTTP/1.1 504").contains("Retry-After: 1\r\n");
    assertTooLarge(body(answer));
  }

  @ParameterizedTest
  @CsvSource({
    "resourceVersion=999999",
    "resourceVersion=999999&sendInitialEvents=true&resourceVersionMatch=NotOlderThan"
  })
  void a_watch_from_a_version_that_is_not_there_in_time_is_told_so_by_an_event(String query)
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
  void who_waits_for_a_version_gets_the_answer_when_it_is_there() throws IOException {
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
  void ways_to_match_a_version_that_make_no_sense_are_422(String query, String why)
      throws IOException {
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
  void each_rule_that_is_broken_is_named(String query) throws IOException {
    assertThat(get(BareServer.MAPS + "?" + query).at("/details/causes")).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({"true", "false", "0"})
  void a_list_has_no_initial_events(String value) throws IOException {
    assertThat(get(BareServer.MAPS + "?sendInitialEvents=" + value).path("message").asText())
        .endsWith("sendInitialEvents: Forbidden: sendInitialEvents is forbidden for list");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "configmaps?limit=x | strconv.ParseInt: parsing \"x\": invalid syntax",
        "configmaps?limit= | strconv.ParseInt: parsing \"\": invalid syntax",
        "configmaps?limit=1.5 | strconv.ParseInt: parsing \"1.5\": invalid syntax",
        "configmaps?limit=99999999999999999999 | strconv.ParseInt: parsing"
            + " \"99999999999999999999\": value out of range",
        "configmaps?timeoutSeconds=x | strconv.ParseInt: parsing \"x\": invalid syntax",
        "configmaps?watch=1&timeoutSeconds=x | strconv.ParseInt: parsing \"x\": invalid syntax",
        "configmaps?continue=!!! | invalid continue token: continue key is not valid: illegal"
            + " base64 data at input byte 0",
        "configmaps?continue=rubbish | invalid continue token: continue key is not valid: invalid"
            + " character '®' looking for beginning of value",
        "configmaps?continue=e30 | invalid continue token: continue key is not valid: server does"
            + " not recognize this encoded version ",
        "configmaps?labelSelector=a%20b | unable to parse requirement: found 'b', expected: in,"
            + " notin, =, ==, !=, gt, lt",
        "configmaps?watch=1&labelSelector=a%20b | unable to parse requirement: found 'b', expected:"
            + " in, notin, =, ==, !=, gt, lt",
        "configmaps?labelSelector=a%3D%3D%3Db | unable to parse requirement: found '=', expected:"
            + " identifier",
        "configmaps?labelSelector=a%20in%20b | unable to parse requirement: found 'b' expected:"
            + " '('",
        "configmaps?labelSelector=a%20in | unable to parse requirement: found '' expected: '('",
        "configmaps?labelSelector=a%3Ex | unable to parse requirement: values[0]: Invalid value:"
            + " \"x\": for 'Gt', 'Lt' operators, the value must be an integer",
        "configmaps?labelSelector=, | found ',', expected: !, identifier, or 'end of string'",
        "configmaps?fieldSelector=spec.x%3D1 | \"spec.x\" is not a known field selector: only"
            + " \"metadata.name\", \"metadata.namespace\"",
        "configmaps?watch=1&fieldSelector=spec.x%3D1 | \"spec.x\" is not a known field selector:"
            + " only \"metadata.name\", \"metadata.namespace\"",
        "configmaps?fieldSelector=metadata.name | invalid selector: 'metadata.name'; can't"
            + " understand 'metadata.name'",
        "configmaps?fieldSelector=metadata.name%3Da%5Cb | invalid field selector: invalid escape"
            + " sequence: \\b",
        "configmaps?fieldSelector=metadata.name%3Da%3Db | invalid field selector: unescaped"
            + " character in value: 61",
        "pods?fieldSelector=spec.x%3D1 | field label not supported: spec.x",
        "pods/p/log?tailLines=x | strconv.ParseInt: parsing \"x\": invalid syntax",
        "pods/p/log?sinceSeconds=x | strconv.ParseInt: parsing \"x\": invalid syntax",
        "pods/p/log?sinceTime=x | parsing time \"x\" as \"2006-01-02T15:04:05Z07:00\": cannot parse"
            + " \"x\" as \"2006\"",
      })
  void a_value_that_can_not_be_read_is_400(String target, String why) throws IOException {
    JsonNode status = get("/api/v1/namespaces/default/" + target);

    assertThat(status.path("code").asInt()).isEqualTo(400);
    assertThat(status.path("reason").asText()).isEqualTo("BadRequest");
    assertThat(status.path("message").asText().strip()).isEqualTo(why.strip());
  }

  @ParameterizedTest
  @CsvSource({"-a%3D1, <nil>, -a, name part ", "a%3D-, values[0][a], -, a valid label must "})
  void a_label_that_there_can_not_be_is_400(String selector, String field, String value, String how)
      throws IOException {
    assertThat(get(BareServer.MAPS + "?labelSelector=" + selector).path("message").asText())
        .startsWith(
            "unable to parse requirement: " + field + ": Invalid value: \"" + value + "\": " + how);
  }

  @ParameterizedTest
  @CsvSource({
    "tailLines=-1, tailLines: Invalid value: -1: must be greater than or equal to 0",
    "limitBytes=0, limitBytes: Invalid value: 0: must be greater than 0",
    "sinceSeconds=0, sinceSeconds: Invalid value: 0: must be greater than 0"
  })
  void a_part_of_a_log_that_is_none_is_422(String query, String why) throws IOException {
    JsonNode status = get("/api/v1/namespaces/default/pods/p/log?" + query);

    assertThat(status.path("code").asInt()).isEqualTo(422);
    assertThat(status.path("message").asText()).isEqualTo("PodLogOptions \"p\" is invalid: " + why);
  }

  @ParameterizedTest
  @CsvSource({"limit=x", "labelSelector=a%20b", "resourceVersionMatch=Exact", "fieldSelector=x"})
  void a_query_that_can_not_be_read_deletes_nothing(String query) throws IOException {
    int code = body(server.answer("DELETE", BareServer.MAPS + "?" + query)).path("code").asInt();

    assertThat(code).isIn(400, 422);
    assertThat(get(BareServer.MAPS).path("items")).hasSize(3);
  }

  @Test
  void a_grace_period_that_is_no_number_is_400() throws IOException {
    JsonNode status = body(server.answer("DELETE", ONE + "?gracePeriodSeconds=x"));

    assertThat(status.path("message").asText())
        .isEqualTo("strconv.ParseInt: parsing \"x\": invalid syntax");
  }

  @Test
  void a_table_row_has_with_it_only_what_there_is() throws IOException {
    String answer =
        server.answer(
            "GET",
            BareServer.MAPS + "?includeObject=Rubbish",
            "Accept: application/json;as=Table;v=v1;g=meta.k8s.io");

    assertThat(body(answer).path("message").asText())
        .isEqualTo(
            "Unable to convert to Table as requested: includeObject: Invalid value: \"Rubbish\":"
                + " must be 'Metadata', 'Object', 'None', or empty");
  }

  @ParameterizedTest
  @CsvSource({
    "limit=-1",
    "limit=0",
    "watch=False",
    "watch=0",
    "fieldSelector=%2C",
    "resourceVersion=00",
    "includeObject=Rubbish"
  })
  void what_a_real_server_takes_is_taken(String query) throws IOException {
    assertThat(get(BareServer.MAPS + "?" + query).path("items")).hasSize(3);
  }

  @ParameterizedTest
  @CsvSource({"watch=rubbish", "watch=", "watch=1&allowWatchBookmarks=rubbish"})
  void any_other_value_is_a_yes(String query) throws IOException {
    assertThat(
            server.answer("GET", BareServer.MAPS + "?resourceVersion=0&timeoutSeconds=-1&" + query))
        .startsWith("HTTP/1.1 200")
        .doesNotContain("ConfigMapList");
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "3, 2"})
  void a_watch_tells_how_far_it_has_got_two_seconds_before_its_end(int seconds, int parts)
      throws IOException {
    String answer =
        server.answer(
            "GET",
            BareServer.MAPS
                + "?watch=1&resourceVersion=9&allowWatchBookmarks=1&timeoutSeconds="
                + seconds);

    assertThat(answer.split("BOOKMARK", -1)).hasSize(parts);
  }

  @Test
  void a_job_is_found_by_how_many_of_its_pods_have_succeeded() throws IOException {
    try (BareServer own = new BareServer(HttpLimits.standard())) {
      own.put(ResourceTypes.JOBS, "{metadata: {name: new, namespace: default}}");
      own.put(
          ResourceTypes.JOBS,
          "{metadata: {name: done, namespace: default}, status: {succeeded: 1}}");

      for (String[] each : new String[][] {{"0", "new"}, {"1", "done"}}) {
        String query = "jobs?fieldSelector=status.successful%3D" + each[0];
        assertThat(
                body(own.answer("GET", "/apis/batch/v1/namespaces/default/" + query))
                    .path("items")
                    .findValuesAsText("name"))
            .containsExactly(each[1]);
      }
    }
  }

  @Test
  void one_object_is_got_and_not_watched() throws IOException {
    assertThat(get(ONE + "?watch=1").path("kind").asText()).isEqualTo("ConfigMap");
  }

  @Test
  void an_exact_version_is_what_there_was_then_and_so_are_all_parts_of_a_list() throws IOException {
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
  void a_token_for_a_part_of_a_list_goes_with_no_version_of_its_own() throws IOException {
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
