package dev.cnilab.cluster.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.ResourceTypes;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A user who may write roles and bindings can't gain more rights that way. */
class EscalationTest {
  private static final String RBAC = "/apis/rbac.authorization.k8s.io/v1";
  private static final String CLUSTER_ROLES = RBAC + "/clusterroles";
  private static final String CLUSTER_BINDINGS = RBAC + "/clusterrolebindings";
  private static final String ROLES = RBAC + "/namespaces/default/roles";
  private static final String BINDINGS = RBAC + "/namespaces/default/rolebindings";
  private static final String WHO =
      "user \"system:serviceaccount:default:%s\" (groups=[\"system:serviceaccounts\""
          + " \"system:serviceaccounts:default\" \"system:authenticated\"]) is attempting to grant"
          + " RBAC permissions not currently held:\n";

  @AutoClose private static TestServer server;

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

  @Test
  void a_role_is_made_only_of_rules_that_its_maker_has() {
    refused(
        as(
            "maker",
            "POST",
            ROLES,
            role("Role", "[{apiGroups: [''], resources: [secrets, pods], verbs: [get, list]}]")),
        "roles.rbac.authorization.k8s.io \"made\" is forbidden: "
            + WHO.formatted("maker")
            + "{APIGroups:[\"\"], Resources:[\"secrets\"], Verbs:[\"get\" \"list\"]}");
    assertThat(
            as(
                    "maker",
                    "POST",
                    ROLES,
                    role(
                        "Role",
                        "[{apiGroups: [''], resources: [pods, 'pods/log'], verbs: [get, list]}]"))
                .statusCode())
        .isEqualTo(201);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{apiGroups: ['*'], resources: ['*'], verbs: ['*']} | {APIGroups:[\"*\"],"
            + " Resources:[\"*\"], Verbs:[\"*\"]}",
        "{apiGroups: [''], resources: [configmaps], verbs: [get]} | {APIGroups:[\"\"],"
            + " Resources:[\"configmaps\"], Verbs:[\"get\"]}",
        "{apiGroups: [''], resources: [configmaps], resourceNames: [two], verbs: [get]} |"
            + " {APIGroups:[\"\"], Resources:[\"configmaps\"], ResourceNames:[\"two\"],"
            + " Verbs:[\"get\"]}",
        "{nonResourceURLs: ['/metrics'], verbs: [get]} | {NonResourceURLs:[\"/metrics\"],"
            + " Verbs:[\"get\"]}",
        "{nonResourceURLs: ['*'], verbs: [get]} | {NonResourceURLs:[\"*\"], Verbs:[\"get\"]}",
        "{apiGroups: [''], resources: ['pods/exec'], verbs: [create]} | {APIGroups:[\"\"],"
            + " Resources:[\"pods/exec\"], Verbs:[\"create\"]}",
      })
  void each_missing_rule_is_named(String rule, String missing) {
    refused(
        as("maker", "POST", CLUSTER_ROLES, role("ClusterRole", "[" + rule + "]")),
        "clusterroles.rbac.authorization.k8s.io \"made\" is forbidden: "
            + WHO.formatted("maker")
            + missing);
  }

  @Test
  void a_list_of_one_name_is_permitted_to_whom_that_name_is() {
    grant(
        "lister",
        "{apiGroups: [''], resources: [configmaps], resourceNames: [one], verbs: [list, watch]}");
    String lists = "/api/v1/namespaces/default/configmaps";

    assertThat(as("lister", "GET", lists, "").statusCode()).isEqualTo(403);
    for (String selector : new String[] {"metadata.name=one", "metadata.name%3D%3Done"}) {
      assertThat(as("lister", "GET", lists + "?fieldSelector=" + selector, "").statusCode())
          .isEqualTo(200);
    }
    refused(
        as("lister", "GET", lists + "?fieldSelector=metadata.name%3Dtwo", ""),
        "configmaps \"two\" is forbidden: User \"system:serviceaccount:default:lister\" cannot list"
            + " resource \"configmaps\" in API group \"\" in the namespace \"default\"");
    assertThat(as("lister", "GET", lists + "?fieldSelector=metadata.name!%3Done", "").statusCode())
        .isEqualTo(403);
  }

  @Test
  void rules_within_one_s_own_may_be_given() {
    String rules =
        "[{apiGroups: [''], resources: [configmaps], resourceNames: [one], verbs: [get]},"
            + " {nonResourceURLs: ['/healthz/etcd'], verbs: [get]}]";

    assertThat(
            as("maker", "POST", CLUSTER_ROLES, role("ClusterRole", rules).replace("made", "within"))
                .statusCode())
        .isEqualTo(201);
  }

  @ParameterizedTest
  @CsvSource({"PUT", "PATCH merge", "PATCH strategic", "PATCH json", "PATCH apply"})
  void a_role_gets_no_more_rules_by_any_change_than_its_changer_has(String how) {
    String rules = "[{\"apiGroups\":[\"\"],\"resources\":[\"secrets\"],\"verbs\":[\"get\"]}]";
    String name = "small-" + how.toLowerCase(java.util.Locale.ROOT).replace(' ', '-');
    server.create(
        ResourceTypes.ROLES,
        "{metadata: {name: %s, namespace: default}, rules: []}".formatted(name));
    String body =
        how.endsWith("json")
            ? "[{\"op\":\"add\",\"path\":\"/rules\",\"value\":" + rules + "}]"
            : "{\"apiVersion\":\"rbac.authorization.k8s.io/v1\",\"kind\":\"Role\",\"metadata\":{\"name\":\"%s\"},\"rules\":%s}"
                .formatted(name, rules);

    refused(
        as(
            "maker",
            how,
            ROLES + "/" + name + (how.endsWith("apply") ? "?fieldManager=t" : ""),
            body),
        "roles.rbac.authorization.k8s.io \""
            + name
            + "\" is forbidden: "
            + WHO.formatted("maker")
            + "{APIGroups:[\"\"], Resources:[\"secrets\"], Verbs:[\"get\"]}");
  }

  @ParameterizedTest
  @CsvSource({BINDINGS + ",RoleBinding", CLUSTER_BINDINGS + ",ClusterRoleBinding"})
  void nobody_binds_a_role_of_more_rules_than_they_have(String path, String kind) {
    refused(
        as("maker", "POST", path, binding(kind, "cluster-admin")),
        kind.toLowerCase(java.util.Locale.ROOT)
            + "s.rbac.authorization.k8s.io \"made\" is forbidden: "
            + WHO.formatted("maker")
            + "{APIGroups:[\"*\"], Resources:[\"*\"], Verbs:[\"*\"]}");
  }

  @Test
  void nobody_adds_themselves_to_a_binding_of_more_rules_than_they_have() {
    HttpResponse<String> response =
        as(
            "maker",
            "PATCH merge",
            CLUSTER_BINDINGS + "/kubeadm:cluster-admins",
            "{\"subjects\":[{\"kind\":\"ServiceAccount\",\"name\":\"maker\",\"namespace\":\"default\"}]}");

    assertThat(response.statusCode()).as(response.body()).isEqualTo(403);
  }

  @Test
  void a_role_that_is_not_there_can_t_be_bound() {
    HttpResponse<String> response =
        as("maker", "POST", CLUSTER_BINDINGS, binding("ClusterRoleBinding", "none"));

    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(message(response))
        .isEqualTo("clusterroles.rbac.authorization.k8s.io \"none\" not found");
  }

  @Test
  void bind_and_escalate_lift_the_limit_for_what_they_name() {
    String others = binding("RoleBinding", "cluster-admin").replace("maker", "somebody");
    assertThat(as("binder", "POST", BINDINGS, others).statusCode()).isEqualTo(201);
    server.create(
        ResourceTypes.CLUSTER_ROLES,
        "{metadata: {name: secrets}, rules: [{apiGroups: [''], resources: [secrets], verbs:"
            + " [get]}]}");
    assertThat(as("binder", "POST", BINDINGS, binding("RoleBinding", "secrets")).statusCode())
        .isEqualTo(403);
    String all = role("ClusterRole", "[{apiGroups: ['*'], resources: ['*'], verbs: ['*']}]");
    assertThat(
            as("escalator", "POST", CLUSTER_ROLES, all.replace("made", "everything")).statusCode())
        .isEqualTo(201);
    assertThat(
            as("escalator", "POST", CLUSTER_BINDINGS, binding("ClusterRoleBinding", "everything"))
                .statusCode())
        .isEqualTo(403);
  }

  @Test
  void only_who_may_do_everything_lets_rules_be_aggregated() {
    String role =
        "{\"apiVersion\":\"rbac.authorization.k8s.io/v1\",\"kind\":\"ClusterRole\",\"metadata\":{\"name\":\"sum\"},\"aggregationRule\":{\"clusterRoleSelectors\":[{\"matchLabels\":{\"a\":\"b\"}}]}}";

    refused(
        as("maker", "POST", CLUSTER_ROLES, role),
        "clusterroles.rbac.authorization.k8s.io \"sum\" is forbidden: must have cluster-admin"
            + " privileges to use the aggregationRule");
    assertThat(server.send("POST", CLUSTER_ROLES, "application/json", role).statusCode())
        .isEqualTo(201);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Impersonate-User | joe | | | users \"joe\" is forbidden: User"
            + " \"system:serviceaccount:default:impersonator\" cannot impersonate resource"
            + " \"users\" in API group \"\" at the cluster scope",
        "Impersonate-User | jane | Impersonate-Group | system:masters | groups \"system:masters\""
            + " is forbidden: User \"system:serviceaccount:default:impersonator\" cannot"
            + " impersonate resource \"groups\" in API group \"\" at the cluster scope",
        "Impersonate-User | system:serviceaccount:default:maker | | | serviceaccounts \"maker\" is"
            + " forbidden: User \"system:serviceaccount:default:impersonator\" cannot impersonate"
            + " resource \"serviceaccounts\" in API group \"\" in the namespace \"default\"",
        "Impersonate-User | jane | Impersonate-Uid | 1 | uids.authentication.k8s.io \"1\" is"
            + " forbidden: User \"system:serviceaccount:default:impersonator\" cannot impersonate"
            + " resource \"uids\" in API group \"authentication.k8s.io\" at the cluster scope",
        "Impersonate-User | jane | Impersonate-Extra-Scope | all | userextras.authentication.k8s.io"
            + " \"all\" is forbidden: User \"system:serviceaccount:default:impersonator\" cannot"
            + " impersonate resource \"userextras/scope\" in API group \"authentication.k8s.io\" at"
            + " the cluster scope",
      })
  void each_part_of_an_impersonation_needs_its_right(
      String header, String value, String second, String secondValue, String words) {
    HttpRequest.Builder request = request("impersonator", "GET", ROLES, "").header(header, value);
    if (second != null) {
      request.header(second, secondValue);
    }

    refused(server.send(request.build()), words);
  }

  @Test
  void who_may_be_another_is_that_one_and_no_more() {
    HttpResponse<String> response =
        server.send(
            request(
                    "impersonator",
                    "POST",
                    "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
                    "{\"apiVersion\":\"authorization.k8s.io/v1\",\"kind\":\"SelfSubjectAccessReview\",\"spec\":{\"resourceAttributes\":{\"verb\":\"get\",\"resource\":\"pods\"}}}")
                .header("Impersonate-User", "jane")
                .header("Impersonate-Group", "team")
                .build());

    assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
    assertThat(Json.parse(response.body()).at("/status/allowed").asBoolean()).isFalse();
  }

  private static void grant(String account, String rule) {
    String name = account + "-" + Integer.toHexString(rule.hashCode());
    server.create(
        ResourceTypes.CLUSTER_ROLES, "{metadata: {name: '%s'}, rules: [%s]}".formatted(name, rule));
    server.create(
        ResourceTypes.CLUSTER_ROLE_BINDINGS,
        "{metadata: {name: '%s'}, roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: '%s'}, subjects: [{kind: ServiceAccount, name: %s, namespace: default}]}"
            .formatted(name, name, account));
  }

  private static String role(String kind, String rules) {
    return Yaml.object(
            "{apiVersion: rbac.authorization.k8s.io/v1, kind: %s, metadata: {name: made}, rules: %s}"
                .formatted(kind, rules))
        .json()
        .toString();
  }

  private static String binding(String kind, String role) {
    return Yaml.object(
            "{apiVersion: rbac.authorization.k8s.io/v1, kind: %s, metadata: {name: made}, roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: '%s'}, subjects: [{kind: ServiceAccount, name: maker, namespace: default}]}"
                .formatted(kind, role))
        .json()
        .toString();
  }

  private static HttpResponse<String> as(String account, String how, String path, String body) {
    return server.send(request(account, how, path, body).build());
  }

  private static HttpRequest.Builder request(String account, String how, String path, String body) {
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

  private static String token(String account) {
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

  private static void refused(HttpResponse<String> response, String words) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(403);
    assertThat(message(response)).isEqualTo(words);
  }

  private static String message(HttpResponse<String> response) {
    JsonNode status = Json.parse(response.body());
    return status.path("message").asText();
  }
}
