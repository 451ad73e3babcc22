package dev.cnilab.cluster.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.object.ResourceTypes;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A user who may write roles and bindings can't gain more rights that way. */
class EscalationTest extends LimitedUsers {
  private static final String CLUSTER_BINDINGS = RBAC + "/clusterrolebindings";
  private static final String BINDINGS = RBAC + "/namespaces/default/rolebindings";

  private static final String WHO =
      "user \"system:serviceaccount:default:%s\" (groups=[\"system:serviceaccounts\""
          + " \"system:serviceaccounts:default\" \"system:authenticated\"]) is attempting to grant"
          + " RBAC permissions not currently held:\n";

  @Test
  void a_user_can_create_only_roles_within_their_own_rights() {
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
  void an_escalation_error_names_each_missing_rule(String rule, String missing) {
    refused(
        as("maker", "POST", CLUSTER_ROLES, role("ClusterRole", "[" + rule + "]")),
        "clusterroles.rbac.authorization.k8s.io \"made\" is forbidden: "
            + WHO.formatted("maker")
            + missing);
  }

  @Test
  void a_right_to_list_one_name_allows_only_lists_selected_by_that_name() {
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
  void a_role_narrower_than_the_rights_of_its_creator_is_allowed() {
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
  void no_kind_of_change_can_escalate_a_role(String how) {
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
  void binding_a_role_with_more_rights_than_ones_own_is_rejected(String path, String kind) {
    refused(
        as("maker", "POST", path, binding(kind, "cluster-admin")),
        kind.toLowerCase(java.util.Locale.ROOT)
            + "s.rbac.authorization.k8s.io \"made\" is forbidden: "
            + WHO.formatted("maker")
            + "{APIGroups:[\"*\"], Resources:[\"*\"], Verbs:[\"*\"]}");
  }

  @Test
  void adding_oneself_to_a_more_powerful_binding_is_rejected() {
    HttpResponse<String> response =
        as(
            "maker",
            "PATCH merge",
            CLUSTER_BINDINGS + "/kubeadm:cluster-admins",
            "{\"subjects\":[{\"kind\":\"ServiceAccount\",\"name\":\"maker\",\"namespace\":\"default\"}]}");

    assertThat(response.statusCode()).as(response.body()).isEqualTo(403);
  }

  @Test
  void binding_a_missing_role_is_404() {
    HttpResponse<String> response =
        as("maker", "POST", CLUSTER_BINDINGS, binding("ClusterRoleBinding", "none"));

    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(message(response))
        .isEqualTo("clusterroles.rbac.authorization.k8s.io \"none\" not found");
  }

  @Test
  void the_bind_and_escalate_verbs_lift_the_limit() {
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
  void an_aggregation_rule_needs_cluster_admin_rights() {
    String role =
        "{\"apiVersion\":\"rbac.authorization.k8s.io/v1\",\"kind\":\"ClusterRole\",\"metadata\":{\"name\":\"sum\"},\"aggregationRule\":{\"clusterRoleSelectors\":[{\"matchLabels\":{\"a\":\"b\"}}]}}";

    refused(
        as("maker", "POST", CLUSTER_ROLES, role),
        "clusterroles.rbac.authorization.k8s.io \"sum\" is forbidden: must have cluster-admin"
            + " privileges to use the aggregationRule");
    assertThat(server.send("POST", CLUSTER_ROLES, "application/json", role).statusCode())
        .isEqualTo(201);
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
}
