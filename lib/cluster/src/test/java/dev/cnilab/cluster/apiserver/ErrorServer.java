package dev.cnilab.cluster.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.object.Json;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;

/** A server that refuses requests. */
abstract class ErrorServer {
  static final String PODS = "/api/v1/namespaces/default/pods";
  static final String MAPS = "/api/v1/namespaces/default/configmaps";
  @AutoClose static TestServer server;

  @BeforeAll
  static void start() {
    server = new TestServer();
  }

  static HttpResponse<String> post(String path, String body) {
    return server.send("POST", path, "application/json", body);
  }

  static void assertStatus(HttpResponse<String> answer, int code, String reason, String message) {
    JsonNode status = Json.parse(answer.body());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(code);
    assertThat(status.path("kind").asText()).isEqualTo("Status");
    assertThat(status.path("status").asText()).isEqualTo("Failure");
    assertThat(status.path("code").asInt()).isEqualTo(code);
    assertThat(status.path("reason").asText()).isEqualTo(reason);
    assertThat(status.path("message").asText()).contains(message);
  }
}
