package dev.cnilab.lab.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.lab.client.FakeApi;
import dev.cnilab.lab.client.message.Json;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Objects that the lab changes on a real cluster, and their state afterwards. */
class KeptObjectsTest {

  private static final String MAPS = "/api/v1/namespaces/kube-system/configmaps";
  private static final String COREFILE = MAPS + "/coredns";
  private static final String PODS = "/api/v1/namespaces/kube-system/pods";
  private static final String DEPLOYMENTS = "/apis/apps/v1/namespaces/kube-system/deployments";

  @AutoClose private FakeApi api;
  private KeptObjects kept;

  @BeforeEach
  void aClusterThatTheLabHasComeTo() throws IOException {
    api = new FakeApi();
    api.list("/api/v1/namespaces", object("Namespace", LabNamespace.NAME, Map.of()));
    api.list(PODS);
    kept = new KeptObjects(api.cluster());
  }

  private static Json object(String kind, String name, Map<String, ?> rest) {
    Map<String, Object> all = new java.util.TreeMap<>(rest);
    all.put("kind", kind);
    all.put("metadata", Map.of("name", name, "namespace", "kube-system", "uid", "u-1"));
    return Json.of(all);
  }

  private static Json corefile(String text) {
    return object("ConfigMap", "coredns", Map.of("data", Map.of("Corefile", text)));
  }

  @Test
  void restore_puts_back_the_first_of_several_kept_values() {
    kept.keep(COREFILE, corefile("first"));
    kept.keep(COREFILE, corefile("second"));
    api.list(MAPS, corefile("third"));
    kept.restore();
    assertThat(api.get(COREFILE).text("/data/Corefile")).isEqualTo("first");
  }

  @Test
  void another_kernel_restores_a_deleted_object() {
    kept.keep(COREFILE, corefile("first"));
    api.list(MAPS);
    new KeptObjects(api.cluster()).restore();
    assertThat(api.get(COREFILE).text("/data/Corefile")).isEqualTo("first");
    assertThat(api.get(COREFILE).text("/metadata/uid")).isEmpty();
  }

  @Test
  void restore_does_not_write_unchanged_objects() {
    kept.keep(COREFILE, corefile("first"));
    api.list(MAPS, corefile("first"));
    kept.restore();
    assertThat(api.get(COREFILE).text("/metadata/uid")).isEqualTo("u-1");
  }

  @Test
  void restore_does_not_recreate_pods() {
    kept.keep(PODS + "/coredns-1", object("Pod", "coredns-1", Map.of()));
    kept.restore();
    assertThat(api.get(PODS + "/coredns-1").keys()).isEmpty();
  }

  @Test
  void restore_deletes_failed_pods_of_a_restored_configmap() {
    kept.keep(COREFILE, corefile("first"));
    api.list(MAPS, corefile("broken"));
    api.list(PODS, pod("coredns-1", true), pod("coredns-2", false));
    kept.restore();
    assertThat(api.get(PODS + "/coredns-1").keys()).isNotEmpty();
    assertThat(api.get(PODS + "/coredns-2").keys()).isEmpty();
  }

  private static Json pod(String name, boolean ready) {
    return Json.of(
        Map.of(
            "metadata",
            Map.of("name", name, "ownerReferences", List.of(Map.of("kind", "ReplicaSet"))),
            "status",
            Map.of("containerStatuses", List.of(Map.of("ready", ready, "restartCount", 3)))));
  }

  @Test
  void restore_deletes_failed_pods_of_a_restored_role_binding() {
    String bindings = "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings";
    kept.keep(
        bindings + "/agent",
        Json.of(
            Map.of(
                "kind", "ClusterRoleBinding",
                "metadata", Map.of("name", "agent", "uid", "u-1"),
                "subjects", List.of(Map.of("name", "agent", "namespace", "kube-system")))));
    api.list(bindings);
    api.list(PODS, pod("failed", false), pod("well", true));
    kept.restore();
    assertThat(api.get(PODS + "/failed").keys()).isEmpty();
    assertThat(api.get(PODS + "/well").keys()).isNotEmpty();
  }

  @Test
  void a_workload_is_unsettled_until_all_its_pods_are_ready() {
    kept.keep(DEPLOYMENTS + "/coredns", deployment(2));
    api.list(DEPLOYMENTS, deployment(1));
    assertThat(kept.unsettled()).contains("kube-system/coredns: 1 of 2 pods are Ready");
    api.list(DEPLOYMENTS, deployment(2));
    assertThat(kept.unsettled()).isEmpty();
  }

  private static Json deployment(int ready) {
    return object(
        "Deployment",
        "coredns",
        Map.of(
            "spec",
            Map.of("replicas", 2),
            "status",
            Map.of("readyReplicas", ready, "replicas", 2)));
  }
}
