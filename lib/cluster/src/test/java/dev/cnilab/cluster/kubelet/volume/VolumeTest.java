package dev.cnilab.cluster.kubelet.volume;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.cluster.tls.Authority;
import dev.cnilab.netsim.kernel.HeapPool;
import java.io.IOException;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

class VolumeTest extends VolumesOfANode {
  @Test
  void volumes_can_be_mounted_inside_a_read_only_volume() throws IOException {
    applySettings();
    node.applyPod(
        "x",
        """
        containers:
        - name: app
          image: sleeper
          command: [sleep]
          volumeMounts:
          - {name: deep, mountPath: /etc/config/run/deep}
          - {name: run, mountPath: /etc/config/run}
          - {name: beside, mountPath: /etc/config-beside}
          - {name: config, mountPath: /etc/config/, readOnly: true}
        volumes:
        - {name: config, configMap: {name: settings}}
        - {name: run, emptyDir: {}}
        - {name: deep, emptyDir: {}}
        - {name: beside, emptyDir: {}}
        """);
    node.passSeconds(1);
    assertThat(node.events("x")).last().isEqualTo("Normal Started x1 Container started");
    assertThat(node.call(() -> node.files().list(path("configmap/config/run")))).isEmpty();
    node.patch(
        ResourceTypes.CONFIG_MAPS,
        "settings",
        """
        {"data": {"a.conf": null, "b.conf": "second"}}
        """);
    node.passSeconds(90);
    assertThat(node.call(() -> node.files().list(path("configmap/config"))))
        .filteredOn(name -> !name.startsWith(".."))
        .containsExactlyInAnyOrder("b.conf", "run");
  }

  @Test
  void config_maps_secrets_and_downward_api_fields_become_files() throws IOException {
    applySettings();
    applySecret();
    node.apply(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: x, namespace: default, labels: {app: x}}
        spec:
          nodeName: node-2
          automountServiceAccountToken: false
          containers:
          - name: app
            image: sleeper
            command: [sleep]
            volumeMounts: [{name: config, mountPath: /etc/config, readOnly: true}]
          volumes:
          - {name: config, configMap: {name: settings}}
          - {name: secret, secret: {secretName: password}}
          - name: all
            projected:
              sources:
              - configMap: {name: settings, items: [{key: a.conf, path: sub/b.conf}]}
              - downwardAPI:
                  items: [{path: labels, fieldRef: {fieldPath: metadata.labels}}]
          - {name: scratch, emptyDir: {}}
          - {name: made, hostPath: {path: /opt/made, type: DirectoryOrCreate}}
        """);
    node.passSeconds(1);
    assertThat(node.events("x")).last().isEqualTo("Normal Started x1 Container started");
    assertThat(read("configmap/config/a.conf")).isEqualTo("first");
    assertThat(read("secret/secret/word")).isEqualTo("sesame");
    assertThat(read("projected/all/sub/b.conf")).isEqualTo("first");
    assertThat(read("projected/all/labels")).isEqualTo("app=\"x\"");
    assertThat(node.call(() -> node.files().readLink(path("configmap/config/a.conf"))))
        .isEqualTo("..data/a.conf");
    assertThat(node.call(() -> node.files().isDirectory("/opt/made"))).isTrue();
    node.delete("x");
    node.passSeconds(40);
    assertThat(node.call(() -> node.files().list("/var/lib/kubelet/pods"))).isEmpty();
  }

  @Test
  void a_host_path_of_the_wrong_type_fails_with_its_type() {
    assertThat(mountFailure("x", "{path: /opt/none, type: File}"))
        .endsWith(
            "hostPath type check failed, /opt/none is not a file, unable to determine its type:"
                + " path \"/opt/none\" does not exist");
    assertThat(mountFailure("y", "{path: /etc, type: File}"))
        .endsWith("hostPath type check failed: /etc is not a file, it's a Directory");
    assertThat(mountFailure("z", "{path: /etc, type: CharDevice}"))
        .endsWith("hostPath type check failed: /etc is not a character device, it's a Directory");
  }

  private String mountFailure(String pod, String hostPath) {
    node.apply(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: %s, namespace: default}
        spec:
          nodeName: node-2
          automountServiceAccountToken: false
          containers: [{name: app, image: sleeper, command: [sleep]}]
          volumes: [{name: v, hostPath: %s}]
        """
            .formatted(pod, hostPath));
    node.passSeconds(1);
    return node.events(pod).stream().filter(e -> e.contains("FailedMount")).findFirst().orElse("");
  }

  private static final String ONE = certificate(1);
  private static final String TWO = certificate(2);
  private static final String THREE = certificate(3);

  private static String certificate(int seed) {
    return Authority.create(new Random(seed), Instant.EPOCH).certificate();
  }

  @Test
  void trust_bundles_are_selected_by_name_or_by_signer_and_labels() throws IOException {
    bundle("a.b:c:one", "signerName: a.b/c,", ONE);
    bundle("a.b:c:two", "signerName: a.b/c,", TWO);
    bundle("three", "", THREE);
    node.applyPod(
        "x",
        """
        containers: [{name: app, image: sleeper, command: [sleep]}]
        volumes:
        - name: trust
          projected:
            sources:
            - clusterTrustBundle: {name: three, path: by-name}
            - clusterTrustBundle: {signerName: a.b/c, labelSelector: {}, path: by-signer}
            - clusterTrustBundle: {signerName: a.b/c, labelSelector: {matchLabels: {name: one}}, path: by-label}
            - clusterTrustBundle: {signerName: a.b/c, optional: true, path: without}
        """);
    node.passSeconds(1);

    assertThat(read("projected/trust/by-name")).isEqualTo(THREE);
    assertThat(read("projected/trust/by-signer")).isIn(ONE + TWO, TWO + ONE);
    assertThat(read("projected/trust/by-label")).isEqualTo(ONE);
    assertThat(read("projected/trust/without")).isEmpty();
  }

  @Test
  void a_pod_waits_for_a_missing_trust_bundle() {
    node.applyPod(
        "x",
        """
        containers: [{name: app, image: sleeper, command: [sleep]}]
        volumes:
        - {name: trust, projected: {sources: [{clusterTrustBundle: {name: nobody, path: a}}]}}
        """);
    node.passSeconds(1);

    assertThat(node.events("x"))
        .last()
        .asString()
        .contains("clustertrustbundle.certificates.k8s.io \"nobody\" not found");
  }

  @Test
  void a_kubelet_with_a_symlinked_directory_mounts_each_volume_once() {
    node.systemctl("stop", "kubelet");
    node.run(
        () -> {
          node.files().rename("/var/lib/kubelet", "/opt/kubelet");
          node.files().createSymlink("/var/lib/kubelet", "/opt/kubelet");
        });
    node.systemctl("start", "kubelet");
    applyWithSecret();
    node.passSeconds(200);
    assertThat(inMemory()).isEqualTo(1);

    node.delete("x");
    node.passSeconds(40);
    assertThat(inMemory()).isZero();
  }

  private long inMemory() {
    return node.call(
        () ->
            node.files().mounts().stream()
                .filter(mount -> mount.target().contains("/kubelet/pods/"))
                .count());
  }

  @Test
  void filling_a_volume_is_retried_after_a_full_disk() {
    applyWithSecret();
    node.passSeconds(2);
    HeapPool.Holding others = HeapPool.DISKS.holding();
    others.set(HeapPool.DISKS.free());
    try {
      node.run(() -> node.files().unmount(path("secret/secret")));
      node.passSeconds(95);
      assertThat(node.events("x")).anyMatch(event -> event.contains("FailedMount"));
    } finally {
      others.set(0);
    }
    node.passSeconds(95);
    assertThat(read("secret/secret/word")).isEqualTo("sesame");
  }

  private void applySecret() {
    node.apply(
        """
        apiVersion: v1
        kind: Secret
        metadata: {name: password, namespace: default}
        data: {word: c2VzYW1l}
        """);
  }

  private void applyWithSecret() {
    applySecret();
    node.applyPod(
        "x",
        """
        terminationGracePeriodSeconds: 1
        containers: [{name: app, image: sleeper, command: [sleep]}]
        volumes: [{name: secret, secret: {secretName: password}}]
        """);
  }

  private void bundle(String name, String signer, String certificate) {
    node.apply(
        """
        apiVersion: certificates.k8s.io/v1
        kind: ClusterTrustBundle
        metadata: {name: '%s', labels: {name: %s}}
        spec: {%s trustBundle: %s}
        """
            .formatted(
                name,
                name.substring(name.lastIndexOf(':') + 1),
                signer,
                Json.text(TextNode.valueOf(certificate))));
  }

  @Test
  void a_starting_kubelet_cleans_up_orphaned_volumes() {
    node.apply(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: x, namespace: default}
        spec:
          nodeName: node-2
          containers: [{name: app, image: sleeper, command: [sleep]}]
          volumes: [{name: scratch, emptyDir: {}}]
        """);
    node.passSeconds(1);
    node.systemctl("stop", "kubelet");
    node.deleteAtOnce("x");
    node.systemctl("start", "kubelet");
    node.passSeconds(10);
    assertThat(node.call(() -> node.files().list("/var/lib/kubelet/pods"))).isEmpty();
    assertThat(node.log("Cleaned up orphaned pod volumes dir"))
        .containsExactly(
            "kubelet_volumes.go:163] \"Cleaned up orphaned pod volumes dir\" podUID=\"UID\""
                + " path=\"/var/lib/kubelet/pods/UID/volumes\"");
  }
}
