package dev.cnilab.cluster.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.object.Json;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;

/** A server that gets odd requests. */
abstract class OddRequests {
  @AutoClose static TestServer server;

  @BeforeAll
  static void start() {
    server = new TestServer();
  }

  static JsonNode send(String method, String path, String body) {
    HttpResponse<String> answer =
        server.send(
            method,
            path,
            method.equals("PATCH") ? "application/merge-patch+json" : "application/json",
            body);
    return Json.parse(answer.body());
  }
}
