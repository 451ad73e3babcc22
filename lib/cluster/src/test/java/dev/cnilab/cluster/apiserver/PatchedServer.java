package dev.cnilab.cluster.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.object.Json;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;

/** A server whose objects are patched. */
abstract class PatchedServer {
  static final String MAPS = "/api/v1/namespaces/default/configmaps/";
  static final String MERGE = "application/merge-patch+json";
  @AutoClose static TestServer server;

  @BeforeAll
  static void start() {
    server = new TestServer();
  }

  static void map(String name, String data) {
    HttpResponse<String> created =
        server.send(
            "POST",
            MAPS.substring(0, MAPS.length() - 1) + "?fieldManager=maker",
            "application/json",
            "{\"metadata\":{\"name\":\"%s\"},\"data\":%s}".formatted(name, data));
    assertThat(created.statusCode()).isEqualTo(201);
  }

  static HttpResponse<String> patch(String name, String type, String patch) {
    return server.send("PATCH", MAPS + name, type, patch);
  }

  static String message(HttpResponse<String> response) {
    return Json.parse(response.body()).path("message").asText();
  }
}
