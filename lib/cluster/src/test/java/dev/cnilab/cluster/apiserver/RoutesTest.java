package dev.cnilab.cluster.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.ResourceTypes;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What discovery does not list can't be requested. */
class RoutesTest {
  private static final String SECRET = "/api/v1/namespaces/default/secrets/kept";
  @AutoClose private static TestServer server;

  @BeforeAll
  static void start() {
    server = new TestServer();
    server.create(ResourceTypes.SECRETS, "{metadata: {name: kept, namespace: default}}");
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /api/v1/namespaces/default/secrets/kept/status",
    "GET, /api/v1/namespaces/default/secrets/kept/scale",
    "PUT, /api/v1/namespaces/default/secrets/kept/status",
    "PATCH, /api/v1/namespaces/default/secrets/kept/anything",
    "DELETE, /api/v1/namespaces/default/secrets/kept/status",
    "DELETE, /api/v1/namespaces/default/secrets/kept/anything",
    "GET, /api/v1/namespaces/default/secrets/kept/status/and/more",
    "GET, /api/v1/namespaces/default/pods/any/status/and/more",
    "GET, /api/v1/secrets/kept",
    "GET, /api/v1/namespaces/default/nodes",
  })
  void an_unknown_path_is_404(String method, String path) {
    HttpResponse<String> answer = server.send(method, path, "application/json", "{}");

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(404);
    assertThat(answer.body()).contains("the server could not find the requested resource");
    assertThat(server.get(SECRET).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "DELETE, /api/v1/secrets",
    "DELETE, /api/v1/namespaces",
    "POST, /api/v1/secrets",
    "POST, /api/v1/namespaces/default/secrets/kept",
    "PUT, /api/v1/namespaces/default/secrets",
    "PATCH, /api/v1/namespaces/default/secrets",
    "TRACE, /api/v1/namespaces/default/secrets",
    "DELETE, /api/v1/namespaces/default/pods/any/status",
    "DELETE, /api/v1/namespaces/default/pods/any/log",
    "GET, /api/v1/namespaces/default/pods/any/eviction",
    "GET, /api/v1/namespaces/default/serviceaccounts/default/token",
    "GET, /api/v1/namespaces/default/finalize",
    "GET, /apis/authorization.k8s.io/v1/subjectaccessreviews",
  })
  void an_unsupported_method_of_a_path_is_405(String method, String path) {
    HttpResponse<String> answer = server.send(method, path, "application/json", "{}");

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(405);
    assertThat(answer.body())
        .contains("the server does not allow this method on the requested resource");
    assertThat(server.get(SECRET).statusCode()).isEqualTo(200);
  }

  @Test
  void a_right_to_a_missing_subresource_does_not_grant_the_resource() {
    server.create(ResourceTypes.SERVICE_ACCOUNTS, "{metadata: {name: scaler, namespace: default}}");
    server.create(
        ResourceTypes.ROLES,
        "{metadata: {name: scaler, namespace: default}, rules: [{apiGroups: ['*'], resources:"
            + " ['*/scale', '*/status', 'secrets/any'], verbs: ['*']}]}");
    server.create(
        ResourceTypes.ROLE_BINDINGS,
        "{metadata: {name: scaler, namespace: default}, roleRef: {kind: Role, name: scaler},"
            + " subjects: [{kind: ServiceAccount, name: scaler, namespace: default}]}");
    String token =
        Json.parse(
                server
                    .send(
                        "POST",
                        "/api/v1/namespaces/default/serviceaccounts/scaler/token",
                        "application/json",
                        "{}")
                    .body())
            .at("/status/token")
            .asText();

    for (String part : new String[] {"scale", "status", "any"}) {
      for (String method : new String[] {"GET", "DELETE"}) {
        HttpRequest request =
            HttpRequest.newBuilder(server.uri(SECRET + "/" + part))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .header("Authorization", "Bearer " + token)
                .build();
        assertThat(server.send(request).statusCode()).isEqualTo(404);
      }
    }
    assertThat(server.get(SECRET).statusCode()).isEqualTo(200);
  }
}
