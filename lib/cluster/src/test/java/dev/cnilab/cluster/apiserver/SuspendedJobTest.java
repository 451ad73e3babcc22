package dev.cnilab.cluster.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.object.Json;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What may change in a suspended Job, and in its status: the gates
 * MutablePodResourcesForSuspendedJobs and MutableSchedulingDirectivesForSuspendedJobs are on since
 * 1.36.
 */
class SuspendedJobTest {
  private static final String JOBS = "/apis/batch/v1/namespaces/default/jobs";
  private static final String STARTED = "\"startTime\":\"2026-01-01T00:00:00Z\"";
  private static final String SUSPENDED =
      "\"conditions\":[{\"type\":\"Suspended\",\"status\":\"True\"}]";

  @AutoClose private static TestServer server;

  @BeforeAll
  static void start() {
    server = new TestServer();
  }

  @BeforeEach
  void create() {
    String job =
        "{\"metadata\":{\"name\":\"j\"},\"spec\":{\"suspend\":true,\"template\":{\"spec\":{"
            + "\"restartPolicy\":\"Never\","
            + "\"initContainers\":[{\"name\":\"i\",\"image\":\"i\"}],"
            + "\"containers\":[{\"name\":\"c\",\"image\":\"i\"}]}}}}";
    assertThat(server.send("POST", JOBS, "application/json", job).statusCode()).isEqualTo(201);
  }

  @AfterEach
  void delete() {
    server.send("DELETE", JOBS + "/j?propagationPolicy=Background", "application/json", "");
  }

  private static int code(String place, String patch) {
    return patch(place, patch).statusCode();
  }

  private static HttpResponse<String> patch(String place, String patch) {
    return server.send(
        "PATCH", JOBS + "/j" + place, "application/strategic-merge-patch+json", patch);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}                                | 200",
        "{" + STARTED + "," + SUSPENDED + "} | 200",
        "{" + STARTED + "}                  | 422",
        "{\"active\":1}                     | 422"
      })
  void the_template_of_a_job_may_change_before_it_starts_or_while_suspended(
      String status, int code) {
    assertThat(code("/status", "{\"status\":" + status + "}")).isEqualTo(200);

    assertThat(code("", template("{\"nodeSelector\":{\"a\":\"b\"}}"))).isEqualTo(code);
    assertThat(code("", template(resources("containers", "c")))).isEqualTo(code);
    assertThat(code("", template(resources("initContainers", "i")))).isEqualTo(code);
    assertThat(code("", "{\"spec\":{\"template\":{\"metadata\":{\"annotations\":{\"a\":\"b\"}}}}}"))
        .isEqualTo(code);
  }

  @Test
  void the_image_of_a_suspended_job_cannot_be_changed() {
    HttpResponse<String> refused =
        patch("", template("{\"containers\":[{\"name\":\"c\",\"image\":\"other\"}]}"));
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(Json.parse(refused.body()).at("/details/causes/0/field").asText())
        .isEqualTo("spec.template.spec");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[{\"type\":\"Suspended\",\"status\":\"False\"}]   | 200",
        "[{\"type\":\"Suspended\",\"status\":\"Unknown\"}] | 422",
        "[{\"type\":\"Other\",\"status\":\"True\"}]        | 422"
      })
  void a_resumed_job_gets_a_new_start_time_only_with_its_condition(String conditions, int code) {
    patch("/status", "{\"status\":{" + STARTED + "," + SUSPENDED + "}}");
    patch("", "{\"spec\":{\"suspend\":false}}");

    HttpResponse<String> answer =
        server.send(
            "PATCH",
            JOBS + "/j/status",
            "application/merge-patch+json",
            "{\"status\":{\"startTime\":\"2026-01-02T00:00:00Z\",\"conditions\":"
                + conditions
                + "}}");

    assertThat(answer.statusCode()).isEqualTo(code);
  }

  @Test
  void status_rules_apply_only_to_changed_fields() {
    String complete =
        "{\"status\":{"
            + STARTED
            + ",\"completionTime\":\"2026-01-01T00:01:00Z\",\"conditions\":["
            + "{\"type\":\"SuccessCriteriaMet\",\"status\":\"True\"},"
            + "{\"type\":\"Complete\",\"status\":\"True\"}]";
    assertThat(code("/status", complete + ",\"active\":1}}")).isEqualTo(422);
    assertThat(code("/status", complete + ",\"uncountedTerminatedPods\":{\"failed\":[\"a\"]}}}"))
        .isEqualTo(422);
    assertThat(code("/status", complete + "}}")).isEqualTo(200);
    assertThat(code("/status", "{\"status\":{\"terminating\":1}}")).isEqualTo(422);
  }

  private static String template(String podSpec) {
    return "{\"spec\":{\"template\":{\"spec\":" + podSpec + "}}}";
  }

  private static String resources(String list, String name) {
    return "{\"%s\":[{\"name\":\"%s\",\"resources\":{\"requests\":{\"cpu\":\"2\"}}}]}"
        .formatted(list, name);
  }
}
