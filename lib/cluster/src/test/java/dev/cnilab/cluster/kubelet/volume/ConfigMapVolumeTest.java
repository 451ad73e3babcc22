package dev.cnilab.cluster.kubelet.volume;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.kubelet.TestNode;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Volumes and variables from ConfigMaps, as they change or are missing. */
class ConfigMapVolumeTest extends VolumesOfANode {
  @Test
  void a_changed_config_map_reaches_the_running_pod() {
    applySettings();
    applyWithConfig();
    node.passSeconds(2);
    node.patch(ResourceTypes.CONFIG_MAPS, "settings", "{\"data\":{\"a.conf\":\"second\"}}");
    node.passSeconds(95);
    assertThat(read("configmap/config/a.conf")).isEqualTo("second");
  }

  @Test
  void quick_restarts_of_the_kubelet_keep_the_files_of_a_config_map() {
    applySettings();
    applyWithConfig();
    node.passSeconds(2);
    for (int i = 0; i < 2; i++) {
      node.systemctl("restart", "kubelet");
      node.pass(Duration.ofMillis(400));
    }
    assertThat(read("configmap/config/a.conf")).isEqualTo("first");
  }

  @Test
  void a_pod_waits_for_a_missing_config_map_with_an_event() {
    applyWithConfig();
    node.passSeconds(4);
    assertThat(node.events("x"))
        .containsExactly(
            "Warning FailedMount x4 MountVolume.SetUp failed for volume \"config\" : configmap"
                + " \"settings\" not found");
    node.apply(
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: settings, namespace: default}
        data: {a.conf: "late"}
        """);
    node.passSeconds(10);
    assertThat(TestNode.condition(node.pod("x"), "Ready")).isEqualTo("True");
  }

  /** The capture none: the volume manager does not wait for the network. */
  @Test
  void a_pod_waiting_for_the_network_reports_an_unregistered_config_map() {
    node.run(() -> node.files().unlink(TestNode.CONFLIST));
    node.passSeconds(10);
    applyWithConfig();
    node.passSeconds(1);
    assertThat(node.events("x"))
        .anyMatch(
            event ->
                event.matches(
                    "Warning FailedMount x\\d MountVolume.SetUp failed for volume \"config\" :"
                        + " object \"default\"/\"settings\" not registered"));
  }

  @Test
  void a_container_has_the_variables_of_services_and_of_its_pod() {
    node.apply(
        """
        apiVersion: v1
        kind: Service
        metadata: {name: kubernetes, namespace: default}
        spec: {clusterIP: 10.96.0.1, ports: [{name: https, port: 443}]}
        """);
    node.applyPod(
        "x",
        """
        restartPolicy: Never
        containers:
        - name: app
          image: sleeper
          command: [say, "$(NAME) $(IP) $(NODE) $(KUBERNETES_SERVICE_HOST):$(KUBERNETES_PORT_443_TCP_PORT) $$(NAME) $(NOSUCH)"]
          env:
          - {name: NAME, valueFrom: {fieldRef: {fieldPath: metadata.name}}}
          - {name: IP, valueFrom: {fieldRef: {fieldPath: status.podIP}}}
          - {name: NODE, valueFrom: {fieldRef: {fieldPath: spec.nodeName}}}
        """);
    node.passSeconds(2);
    KubeObject pod = node.pod("x");
    String log = "/var/log/pods/default_x_" + pod.uid() + "/app/0.log";
    assertThat(node.call(() -> node.files().readText(log)))
        .endsWith("stdout F x 10.244.1.2 node-2 10.96.0.1:443 $(NAME) $(NOSUCH)\n");
  }

  private void applyWithConfig() {
    node.applyPod(
        "x",
        """
        containers:
        - name: app
          image: sleeper
          command: [sleep]
          volumeMounts: [{name: config, mountPath: /etc/config}]
        volumes:
        - {name: config, configMap: {name: settings}}
        """);
  }
}
