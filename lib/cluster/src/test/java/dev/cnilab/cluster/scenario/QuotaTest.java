package dev.cnilab.cluster.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cnilab.cluster.ClusterSpec;
import dev.cnilab.cluster.client.DeleteOptions;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A namespace's usage is counted, and refused beyond its quota. */
class QuotaTest {
  @AutoClose private static TestCluster cluster;

  @BeforeAll
  static void start() {
    cluster = new TestCluster(ClusterSpec.onDemand().withNodes(1));
  }

  private static void namespace(String name, String kind, String spec) {
    cluster.apply("{apiVersion: v1, kind: Namespace, metadata: {name: %s}}".formatted(name));
    cluster.apply(
        "{apiVersion: v1, kind: %s, metadata: {name: all, namespace: %s}, spec: %s}"
            .formatted(kind, name, spec));
    cluster.pass(Duration.ofSeconds(1));
  }

  private static void pod(String namespace, String name, String resources) {
    cluster.apply(
        """
        {apiVersion: v1, kind: Pod, metadata: {name: %s, namespace: %s},
         spec: {terminationGracePeriodSeconds: 0, containers: [{name: app, image: pause, resources: %s}]}}
        """
            .formatted(name, namespace, resources));
    cluster.pass(Duration.ofSeconds(1));
  }

  private static KubeObject quota(String namespace) {
    return cluster.api(client -> client.get(ResourceTypes.RESOURCE_QUOTAS, namespace, "all"));
  }

  @Test
  void a_quota_counts_its_usage_up_and_down() {
    namespace(
        "counted",
        "ResourceQuota",
        "{hard: {pods: 2, requests.cpu: '1', memory: 1Gi, services.nodeports: 1, count/configmaps:"
            + " 3}}");
    assertThat(quota("counted").at("/status/used/pods").asText()).isEqualTo("0");
    assertThat(quota("counted").at("/status/used/count~1configmaps").asText()).isEqualTo("1");

    pod("counted", "one", "{requests: {cpu: 250m, memory: 256Mi}}");
    assertThat(quota("counted").at("/status/used"))
        .hasToString(
            "{\"count/configmaps\":\"1\",\"memory\":\"256Mi\",\"pods\":\"1\",\"requests.cpu\":\"250m\",\"services.nodeports\":\"0\"}");

    cluster.api(
        client -> {
          client.delete(ResourceTypes.PODS, "counted", "one", DeleteOptions.background());
          return true;
        });
    cluster.pass(Duration.ofSeconds(5));
    assertThat(quota("counted").at("/status/used/pods").asText()).isEqualTo("0");
  }

  @Test
  void an_object_beyond_the_quota_is_rejected() {
    namespace("full", "ResourceQuota", "{hard: {pods: 1, requests.cpu: 500m}}");
    assertThatThrownBy(() -> pod("full", "silent", "{}"))
        .hasMessageContaining(
            "pods \"silent\" is forbidden: failed quota: all: must specify requests.cpu for: app");
    assertThatThrownBy(() -> pod("full", "large", "{requests: {cpu: 600m}}"))
        .hasMessageContaining(
            "pods \"large\" is forbidden: exceeded quota: all, requested: requests.cpu=600m, used:"
                + " requests.cpu=0, limited: requests.cpu=500m");
    pod("full", "one", "{requests: {cpu: 100m}}");
    assertThatThrownBy(() -> pod("full", "two", "{requests: {cpu: 100m}}"))
        .hasMessageContaining(
            "exceeded quota: all, requested: pods=1, used: pods=1, limited: pods=1");
  }

  @Test
  void a_quota_scope_applies_only_to_matching_pods() {
    namespace("scoped", "ResourceQuota", "{hard: {pods: 0}, scopes: [BestEffort]}");
    pod("scoped", "burstable", "{requests: {cpu: 100m}}");
    assertThatThrownBy(() -> pod("scoped", "effortless", "{}"))
        .hasMessageContaining("exceeded quota: all");
  }

  @Test
  void a_limit_range_sets_defaults_and_bounds_for_containers() {
    namespace(
        "limited",
        "LimitRange",
        "{limits: [{type: Container, default: {cpu: 500m}, defaultRequest: {cpu: 100m}, min: {cpu:"
            + " 50m}, max: {cpu: '1'}}]}");
    pod("limited", "plain", "{}");
    KubeObject plain = cluster.api(client -> client.get(ResourceTypes.PODS, "limited", "plain"));
    assertThat(plain.at("/spec/containers/0/resources"))
        .hasToString("{\"requests\":{\"cpu\":\"100m\"},\"limits\":{\"cpu\":\"500m\"}}");
    assertThat(plain.map("/metadata/annotations"))
        .containsEntry(
            "kubernetes.io/limit-ranger",
            "LimitRanger plugin set: cpu request for container app; cpu limit for container app");
    assertThatThrownBy(() -> pod("limited", "hungry", "{limits: {cpu: '2'}}"))
        .hasMessageContaining(
            "pods \"hungry\" is forbidden: maximum cpu usage per Container is 1, but limit is 2");
    assertThatThrownBy(() -> pod("limited", "modest", "{requests: {cpu: 10m}}"))
        .hasMessageContaining("minimum cpu usage per Container is 50m, but request is 10m");
  }
}
