package dev.cnilab.cluster.kubelet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.cri.message.PodSandboxStatus;
import dev.cnilab.cluster.object.KubeObject;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class StaticPodTest {
  private static final String PATH = "/etc/kubernetes/manifests/etcd.yaml";
  private static final String MANIFEST =
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: etcd, namespace: default, labels: {tier: control-plane}}
      spec:
        hostNetwork: true
        containers:
        - {name: etcd, image: "%s", command: [sleep]}
      """;

  @AutoClose private final TestNode node = TestNode.started();

  @Test
  void a_manifest_becomes_a_static_pod_with_a_mirror_pod() {
    write("sleeper:v2");
    node.passSeconds(1);
    KubeObject mirror = node.pod("etcd-node-2");
    assertThat(mirror.text("/status/phase")).isEqualTo("Running");
    assertThat(TestNode.condition(mirror, "Ready")).isEqualTo("True");
    assertThat(mirror.text("/metadata/ownerReferences/0/kind")).isEqualTo("Node");
    assertThat(mirror.text("/metadata/ownerReferences/0/uid")).isEqualTo(node.node().uid());
    assertThat(mirror.annotations())
        .containsEntry("kubernetes.io/config.source", "file")
        .containsEntry(
            "kubernetes.io/config.mirror", mirror.annotations().get("kubernetes.io/config.hash"));
  }

  @Test
  void deleting_the_mirror_pod_does_not_stop_the_static_pod() {
    write("sleeper:v2");
    node.passSeconds(1);
    String container = node.pod("etcd-node-2").text("/status/containerStatuses/0/containerID");
    String uid = node.pod("etcd-node-2").uid();
    node.delete("etcd-node-2");
    node.passSeconds(3);
    assertThat(node.pod("etcd-node-2").uid()).isNotEqualTo(uid);
    assertThat(node.pod("etcd-node-2").text("/status/containerStatuses/0/containerID"))
        .isEqualTo(container);
  }

  @Test
  void changing_a_manifest_replaces_its_pod_and_removing_it_ends_the_pod() {
    write("sleeper:v2");
    node.passSeconds(1);
    write("sleeper:latest");
    node.passSeconds(50);
    assertThat(node.pod("etcd-node-2").text("/spec/containers/0/image"))
        .isEqualTo("sleeper:latest");
    assertThat(node.pod("etcd-node-2").text("/status/phase")).isEqualTo("Running");
    node.run(() -> node.files().unlink(PATH));
    node.passSeconds(40);
    assertThat(node.hasPod("etcd-node-2")).isFalse();
  }

  @Test
  void a_manifest_restored_during_termination_starts_the_pod_again() {
    write("sleeper:v2");
    node.passSeconds(5);
    node.run(() -> node.files().unlink(PATH));
    node.passSeconds(1);
    write("sleeper:v2");
    node.passSeconds(60);
    assertThat(node.pod("etcd-node-2").text("/status/phase")).isEqualTo("Running");
    assertThat(node.call(() -> node.runtime().listPodSandbox()))
        .anyMatch(sandbox -> sandbox.state() == PodSandboxStatus.State.SANDBOX_READY);
  }

  @Test
  void a_changed_manifest_takes_effect_only_after_its_predecessor_ended() {
    write("sleeper:v2");
    node.passSeconds(5);
    write("sleeper:latest");
    node.passSeconds(8);
    assertThat(node.pod("etcd-node-2").text("/spec/containers/0/image")).isEqualTo("sleeper:v2");
    node.passSeconds(40);
    assertThat(node.pod("etcd-node-2").text("/spec/containers/0/image"))
        .isEqualTo("sleeper:latest");
  }

  @Test
  void a_manifest_of_another_kind_is_logged_and_ignored() {
    node.run(() -> node.files().write(PATH, "kind: Service\n"));
    node.passSeconds(1);
    assertThat(node.log("Unable to process watch event").getFirst()).contains("Service", PATH);
    node.passSeconds(20);
    assertThat(node.log("Could not process manifest file").getFirst()).contains("Service", PATH);
  }

  @Test
  void writes_during_the_read_of_a_large_manifest_are_merged() {
    byte[] part = new byte[64 << 10];
    node.run(() -> node.files().write(PATH, new byte[16 << 20]));
    for (int i = 0; i < 32; i++) {
      node.run(() -> node.files().append(PATH, part));
      node.pass(Duration.ofMillis(1));
    }
    node.passSeconds(1);
    assertThat(node.log("Unable to process watch event")).hasSizeBetween(2, 4);
  }

  @Test
  void a_manifest_with_a_mistyped_field_is_logged_and_can_be_corrected() {
    node.run(
        () ->
            node.files()
                .write(
                    PATH,
                    "{apiVersion: v1, kind: Pod, metadata: {name: etcd}, spec: {containers: {name:"
                        + " c}}}"));
    node.passSeconds(1);
    assertThat(node.log("Unable to process watch event").getLast())
        .contains(
            "couldn't parse as pod(json: cannot unmarshal object into Go struct field"
                + " PodSpec.spec.containers of type []v1.Container), please check config file");
    write("sleeper:v2");
    node.passSeconds(3);
    assertThat(node.pod("etcd-node-2").text("/status/phase")).isEqualTo("Running");
  }

  @Test
  void invalid_static_pods_are_rejected_in_the_words_of_the_kubelet() {
    String manifest = MANIFEST.formatted("sleeper:v2");
    node.run(
        () -> node.files().write(PATH, manifest.replace("name: etcd, name", "name: E_, name")));
    node.passSeconds(1);
    assertThat(node.log("Unable to process watch event").getLast())
        .contains("invalid pod: [metadata.name: Invalid value: \\\"E_-node-2\\\": a lowercase RFC");
    node.run(
        () ->
            node.files()
                .write(PATH, manifest.replace("hostNetwork: true", "serviceAccountName: one")));
    node.passSeconds(1);
    assertThat(node.log("Unable to process watch event").getLast())
        .contains("static pods may not reference serviceaccounts");
    node.run(() -> node.files().write(PATH, ""));
    node.passSeconds(1);
    assertThat(node.log("Unable to process watch event").getLast())
        .contains("couldn't parse as pod(Object 'Kind' is missing in 'null')");
  }

  @Test
  void a_manifest_that_becomes_invalid_keeps_its_pod_until_the_next_full_read() {
    write("sleeper:v2");
    node.passSeconds(5);
    node.run(() -> node.files().write(PATH, "kind: Service\n"));
    node.passSeconds(2);
    assertThat(node.hasPod("etcd-node-2")).isTrue();
    assertThat(node.pod("etcd-node-2").isTerminating()).isFalse();
    node.passSeconds(60);
    assertThat(node.hasPod("etcd-node-2")).isFalse();
  }

  @Test
  void two_manifests_of_one_name_make_one_pod() {
    write("sleeper:v2");
    node.passSeconds(5);
    String uid = node.pod("etcd-node-2").annotations().get("kubernetes.io/config.hash");
    node.run(
        () ->
            node.files().write(PATH.replace("etcd.", "a."), MANIFEST.formatted("sleeper:latest")));
    node.passSeconds(5);
    assertThat(node.pod("etcd-node-2").annotations().get("kubernetes.io/config.hash"))
        .isEqualTo(uid);
  }

  @Test
  void invalid_yaml_is_reported_in_the_words_of_the_parser() {
    node.run(() -> node.files().write(PATH, "kind: Pod: x\n"));
    node.passSeconds(1);
    node.passSeconds(20);
    assertThat(node.log("Could not process manifest file").getFirst())
        .contains(
            "err=\""
                + PATH
                + ": couldn't parse as pod(yaml: mapping values are not allowed in this context),"
                + " please check config file\" path=\""
                + PATH);
  }

  private void write(String image) {
    node.run(() -> node.files().write(PATH, MANIFEST.formatted(image)));
  }
}
