package dev.cnilab.cluster.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A request of less than a megabyte that would hold the loop for minutes, or fill the heap. */
class RequestCostTest extends OddRequests {
  @Test
  void a_body_that_expands_to_very_many_objects_times_out() {
    String containers = "[" + "{},".repeat(300_000) + "{}]";
    JsonNode answer =
        send(
            "POST",
            "/api/v1/namespaces/default/pods?dryRun=All",
            "{\"metadata\": {\"name\": \"p\"}, \"spec\": {\"containers\": " + containers + "}}");
    assertThat(answer.path("reason").asText()).isEqualTo("Timeout");
  }

  @Test
  void a_json_patch_that_grows_exponentially_is_rejected() {
    String path = "/api/v1/namespaces/default/configmaps";
    send("POST", path, "{\"metadata\": {\"name\": \"doubled\"}, \"data\": {\"a\": \"b\"}}");
    String copy = "{\"op\": \"copy\", \"from\": \"/data\", \"path\": \"/data/c%d\"}";
    String copies =
        IntStream.range(0, 60).mapToObj(copy::formatted).collect(Collectors.joining(",", "[", "]"));
    String none = "[" + "{},".repeat(10_000) + "{}]";
    assertThat(server.send("PATCH", path + "/doubled", "application/json-patch+json", none).body())
        .contains("The allowed maximum operations in a JSON patch is 10000, got 10001");
    assertThat(
            server
                .send("PATCH", path + "/doubled", "application/json-patch+json", copies)
                .statusCode())
        .isEqualTo(422);
  }

  @Test
  void a_quadratic_list_validation_times_out() {
    String ports =
        IntStream.range(1, 30_000)
            .mapToObj("{\"name\": \"p%1$d\", \"port\": %1$d}"::formatted)
            .collect(Collectors.joining(",", "[", "]"));
    JsonNode answer =
        send(
            "POST",
            "/api/v1/namespaces/default/services?dryRun=All",
            "{\"metadata\": {\"name\": \"s\"}, \"spec\": {\"ports\": " + ports + "}}");
    assertThat(answer.path("reason").asText()).isEqualTo("Timeout");
  }
}
