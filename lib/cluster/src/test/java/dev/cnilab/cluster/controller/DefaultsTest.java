package dev.cnilab.cluster.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.object.ResourceTypes;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What controllers add to objects without being asked. */
class DefaultsTest {
  @AutoClose private ControlPlane cluster;

  @BeforeEach
  void oneNode() {
    cluster = new ControlPlane();
    cluster.node("worker-1");
  }

  private void role(String name, String more) {
    cluster.create(
        ResourceTypes.CLUSTER_ROLES,
        "{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: "
            + name
            + more
            + "}");
  }

  @Test
  void an_aggregated_cluster_role_has_the_rules_of_those_it_selects() {
    role("sum", "}, aggregationRule: {clusterRoleSelectors: [{matchLabels: {part: a}}]}");
    role("b", ", labels: {part: a}}, rules: [{apiGroups: [\"\"], resources: [b], verbs: [get]}]");
    role("a", ", labels: {part: a}}, rules: [{apiGroups: [\"\"], resources: [a], verbs: [get]}]");
    role("c", "}, rules: [{apiGroups: [\"\"], resources: [c], verbs: [get]}]");
    cluster.settle();

    assertThat(
            cluster
                .call(client -> client.get(ResourceTypes.CLUSTER_ROLES, "", "sum"))
                .at("/rules")
                .findValuesAsText("resources"))
        .hasSize(2);
    assertThat(
            cluster
                .call(client -> client.get(ResourceTypes.CLUSTER_ROLES, "", "sum"))
                .text("/rules/0/resources/0"))
        .isEqualTo("a");
  }

  @Test
  void a_disruption_budget_without_pods_emits_an_event() {
    cluster.create(
        ResourceTypes.POD_DISRUPTION_BUDGETS,
        "{apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {name: none, namespace:"
            + " default}, spec: {minAvailable: 1, selector: {matchLabels: {app: none}}}}");
    cluster.settle();

    assertThat(cluster.events("none")).contains("NoPods: No matching pods found");
  }

  @Test
  void setting_service_account_name_also_sets_the_deprecated_field() {
    cluster.create(
        ResourceTypes.DEPLOYMENTS,
        "{apiVersion: apps/v1, kind: Deployment, metadata: {name: web, namespace: default}, spec:"
            + " {replicas: 0, selector: {matchLabels: {app: web}}, template: {metadata: {labels:"
            + " {app: web}}, spec: {containers: [{name: c, image: nginx}]}}}}");

    cluster.merge(
        ResourceTypes.DEPLOYMENTS,
        "web",
        "{spec: {template: {spec: {serviceAccountName: clerk}}}}");

    assertThat(
            cluster
                .get(ResourceTypes.DEPLOYMENTS, "web")
                .text("/spec/template/spec/serviceAccount"))
        .isEqualTo("clerk");
  }

  @Test
  void the_progressing_condition_of_a_deployment_comes_last() {
    cluster.create(
        ResourceTypes.DEPLOYMENTS,
        "{apiVersion: apps/v1, kind: Deployment, metadata: {name: web, namespace: default}, spec:"
            + " {selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}},"
            + " spec: {containers: [{name: c, image: nginx}]}}}}");
    cluster.settle();

    assertThat(cluster.get(ResourceTypes.DEPLOYMENTS, "web").text("/status/conditions/1/type"))
        .isEqualTo("Progressing");
  }
}
