package dev.cnilab.cluster.apiserver.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.apiserver.connection.limit.HttpLimits;
import dev.cnilab.cluster.apiserver.http.BareServer;
import dev.cnilab.cluster.object.ResourceTypes;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Codes and messages as Kubernetes 1.37.2 answered the same queries. */
@Timeout(60)
class QueryValuesTest extends QueriedServer {
  @ParameterizedTest
  @CsvSource({"true", "false", "0"})
  void send_initial_events_is_rejected_for_a_list(String value) throws IOException {
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
  void an_invalid_label_selector_is_400(String selector, String field, String value, String how)
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
  void an_invalid_log_range_is_422(String query, String why) throws IOException {
    JsonNode status = get("/api/v1/namespaces/default/pods/p/log?" + query);

    assertThat(status.path("code").asInt()).isEqualTo(422);
    assertThat(status.path("message").asText()).isEqualTo("PodLogOptions \"p\" is invalid: " + why);
  }

  @ParameterizedTest
  @CsvSource({"limit=x", "labelSelector=a%20b", "resourceVersionMatch=Exact", "fieldSelector=x"})
  void a_malformed_query_deletes_nothing(String query) throws IOException {
    int code = body(server.answer("DELETE", BareServer.MAPS + "?" + query)).path("code").asInt();

    assertThat(code).isIn(400, 422);
    assertThat(get(BareServer.MAPS).path("items")).hasSize(3);
  }

  @Test
  void a_grace_period_that_is_not_a_number_is_400() throws IOException {
    JsonNode status = body(server.answer("DELETE", ONE + "?gracePeriodSeconds=x"));

    assertThat(status.path("message").asText())
        .isEqualTo("strconv.ParseInt: parsing \"x\": invalid syntax");
  }

  @Test
  void an_invalid_include_object_value_is_rejected() throws IOException {
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
  void lenient_queries_that_a_real_server_accepts_are_accepted(String query) throws IOException {
    assertThat(get(BareServer.MAPS + "?" + query).path("items")).hasSize(3);
  }

  @ParameterizedTest
  @CsvSource({"watch=rubbish", "watch=", "watch=1&allowWatchBookmarks=rubbish"})
  void any_other_watch_value_counts_as_true(String query) throws IOException {
    assertThat(
            server.answer("GET", BareServer.MAPS + "?resourceVersion=0&timeoutSeconds=-1&" + query))
        .startsWith("HTTP/1.1 200")
        .doesNotContain("ConfigMapList");
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "3, 2"})
  void a_watch_sends_a_bookmark_two_seconds_before_its_end(int seconds, int parts)
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
  void jobs_can_be_selected_by_their_number_of_succeeded_pods() throws IOException {
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
  void the_watch_parameter_is_ignored_for_a_single_object() throws IOException {
    assertThat(get(ONE + "?watch=1").path("kind").asText()).isEqualTo("ConfigMap");
  }
}
