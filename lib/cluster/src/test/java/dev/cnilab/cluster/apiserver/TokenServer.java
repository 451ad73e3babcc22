package dev.cnilab.cluster.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.cluster.object.ResourceTypes;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;

/** A server that issues tokens and reviews them. */
abstract class TokenServer {
  static final String JSON = "application/json";
  static final String CORE = "/api/v1/namespaces/default/";
  @AutoClose static TestServer server;

  @BeforeAll
  static void start() {
    server = new TestServer();
  }

  static byte[] decoded(String part) {
    return Base64.getUrlDecoder().decode(part);
  }

  static JsonNode claims(String token) {
    String payload = token.split("\\.", -1)[1];
    return Json.parse(new String(Base64.getUrlDecoder().decode(payload), StandardCharsets.UTF_8));
  }

  static int use(String token) {
    return server
        .send(
            HttpRequest.newBuilder(server.uri(CORE + "pods"))
                .header("Authorization", "Bearer " + token)
                .build())
        .statusCode();
  }

  static JsonNode review(String token) {
    return review(token, "");
  }

  static JsonNode review(String token, String more) {
    HttpResponse<String> response =
        server.send(
            "POST",
            "/apis/authentication.k8s.io/v1/tokenreviews",
            JSON,
            "{\"apiVersion\":\"authentication.k8s.io/v1\",\"kind\":\"TokenReview\",\"spec\":{\"token\":\"%s\"%s}}"
                .formatted(token, more));
    return Json.parse(response.body()).path("status");
  }

  static String token(String account, String spec) {
    HttpResponse<String> response = request(account, spec);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
    return Json.parse(response.body()).at("/status/token").asText();
  }

  static HttpResponse<String> request(String account, String spec) {
    return server.send(
        "POST",
        CORE + "serviceaccounts/" + account + "/token",
        JSON,
        "{\"apiVersion\":\"authentication.k8s.io/v1\",\"kind\":\"TokenRequest\",\"spec\":%s}"
            .formatted(spec));
  }

  static void account(String name) {
    create(ResourceTypes.SERVICE_ACCOUNTS, name);
  }

  static KubeObject create(ResourceType type, String name) {
    return server.call(() -> server.client().create(type, Samples.of(type, name)));
  }
}
