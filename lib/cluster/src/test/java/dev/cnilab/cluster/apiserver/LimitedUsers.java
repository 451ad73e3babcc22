package dev.cnilab.cluster.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.ResourceTypes;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;

/** A server with users who may do little. */
abstract class LimitedUsers {
  static final String RBAC = "/apis/rbac.authorization.k8s.io/v1";
  static final String CLUSTER_ROLES = RBAC + "/clusterroles";
  static final String ROLES = RBAC + "/namespaces/default/roles";
  @AutoClose static TestServer server;

  @BeforeAll
  static void start() {
    server = new TestServer();
    for (String account : new String[] {"maker", "binder", "escalator", "impersonator", "lister"}) {
      server.create(
          ResourceTypes.SERVICE_ACCOUNTS,
          "{metadata: {name: %s, namespace: default}}".formatted(account));
    }
    grant(
        "maker",
        "{apiGroups: [rbac.authorization.k8s.io], resources: ['*'], verbs: [create, get, update,"
            + " patch]}");
    grant("maker", "{apiGroups: [''], resources: [pods, 'pods/log'], verbs: [get, list]}");
    grant(
        "maker", "{apiGroups: [''], resources: [configmaps], resourceNames: [one], verbs: [get]}");
    grant("maker", "{nonResourceURLs: ['/healthz/*'], verbs: [get]}");
    grant("binder", "{apiGroups: [rbac.authorization.k8s.io], resources: ['*'], verbs: [create]}");
    grant(
        "binder",
        "{apiGroups: [rbac.authorization.k8s.io], resources: [clusterroles], resourceNames:"
            + " [cluster-admin], verbs: [bind]}");
    grant(
        "escalator",
        "{apiGroups: [rbac.authorization.k8s.io], resources: [clusterroles], verbs: [create,"
            + " escalate]}");
    grant(
        "impersonator",
        "{apiGroups: [''], resources: [users], resourceNames: [jane], verbs: [impersonate]}");
    grant(
        "impersonator",
        "{apiGroups: [''], resources: [groups], resourceNames: [team], verbs: [impersonate]}");
  }

  static void grant(String account, String rule) {
    String name = account + "-" + Integer.toHexString(rule.hashCode());
    server.create(
        ResourceTypes.CLUSTER_ROLES, "{metadata: {name: '%s'}, rules: [%s]}".formatted(name, rule));
    server.create(
        ResourceTypes.CLUSTER_ROLE_BINDINGS,
        "{metadata: {name: '%s'}, roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: '%s'}, subjects: [{kind: ServiceAccount, name: %s, namespace: default}]}"
            .formatted(name, name, account));
  }

  static HttpResponse<String> as(String account, String how, String path, String body) {
    return server.send(request(account, how, path, body).build());
  }

  static HttpRequest.Builder request(String account, String how, String path, String body) {
    String[] words = how.split(" ");
    String type =
        words.length == 1
            ? "application/json"
            : switch (words[1]) {
              case "strategic" -> "application/strategic-merge-patch+json";
              case "merge" -> "application/merge-patch+json";
              case "json" -> "application/json-patch+json";
              default -> "application/apply-patch+yaml";
            };
    return HttpRequest.newBuilder(server.uri(path))
        .method(words[0], HttpRequest.BodyPublishers.ofString(body))
        .header("Content-Type", type)
        .header("Authorization", "Bearer " + token(account));
  }

  static String token(String account) {
    return Json.parse(
            server
                .send(
                    "POST",
                    "/api/v1/namespaces/default/serviceaccounts/" + account + "/token",
                    "application/json",
                    "{\"apiVersion\":\"authentication.k8s.io/v1\",\"kind\":\"TokenRequest\",\"spec\":{}}")
                .body())
        .at("/status/token")
        .asText();
  }

  static void refused(HttpResponse<String> response, String words) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(403);
    assertThat(message(response)).isEqualTo(words);
  }

  static String message(HttpResponse<String> response) {
    JsonNode status = Json.parse(response.body());
    return status.path("message").asText();
  }
}
