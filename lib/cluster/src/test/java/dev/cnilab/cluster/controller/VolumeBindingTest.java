package dev.cnilab.cluster.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.client.DeleteOptions;
import dev.cnilab.cluster.client.ListOptions;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Claims are bound to existing volumes. */
class VolumeBindingTest {
  @AutoClose private ControlPlane plane;

  @BeforeEach
  void start() {
    plane = new ControlPlane();
  }

  private void volume(String name, String size, String policy) {
    plane.create(
        ResourceTypes.PERSISTENT_VOLUMES,
        "{metadata: {name: %s}, spec: {capacity: {storage: %s}, accessModes: [ReadWriteOnce],"
                .formatted(name, size)
            + " storageClassName: manual, persistentVolumeReclaimPolicy: %s, hostPath: {path: /d}}}"
                .formatted(policy));
  }

  private void claim(String size) {
    plane.create(
        ResourceTypes.PERSISTENT_VOLUME_CLAIMS,
        "{metadata: {name: c, namespace: default}, spec: {accessModes: [ReadWriteOnce],"
            + " storageClassName: manual, resources: {requests: {storage: %s}}}}".formatted(size));
    plane.pass(Duration.ofSeconds(1));
  }

  private KubeObject claim() {
    return plane.call(api -> api.get(ResourceTypes.PERSISTENT_VOLUME_CLAIMS, "default", "c"));
  }

  private String phase(String volume) {
    return plane
        .call(api -> api.get(ResourceTypes.PERSISTENT_VOLUMES, "", volume))
        .text("/status/phase");
  }

  @Test
  void a_claim_is_bound_to_the_smallest_volume_that_is_large_enough() {
    volume("small", "1Gi", "Retain");
    volume("large", "9Gi", "Retain");
    volume("medium", "3Gi", "Retain");

    claim("2Gi");

    assertThat(claim().text("/spec/volumeName")).isEqualTo("medium");
    assertThat(claim().text("/status/phase")).isEqualTo("Bound");
    assertThat(claim().text("/status/capacity/storage")).isEqualTo("3Gi");
    assertThat(phase("medium")).isEqualTo("Bound");
    assertThat(phase("small")).isEqualTo("Available");
  }

  @Test
  void a_claim_stays_pending_until_there_is_a_volume() {
    claim("2Gi");
    assertThat(claim().text("/status/phase")).isEqualTo("Pending");
    List<String> messages =
        plane.call(
            api ->
                api.list(ResourceTypes.EVENTS, "default", ListOptions.everything()).stream()
                    .map(event -> event.text("/message"))
                    .toList());
    assertThat(messages).contains("storageclass.storage.k8s.io \"manual\" not found");

    volume("late", "2Gi", "Retain");
    plane.pass(Duration.ofSeconds(1));

    assertThat(claim().text("/spec/volumeName")).isEqualTo("late");
  }

  @Test
  void a_claim_is_lost_with_its_volume() {
    volume("disk", "2Gi", "Retain");
    claim("2Gi");

    plane.merge(ResourceTypes.PERSISTENT_VOLUMES, "disk", "{metadata: {finalizers: null}}");
    plane.run(
        api ->
            api.delete(ResourceTypes.PERSISTENT_VOLUMES, "", "disk", DeleteOptions.background()));
    plane.pass(Duration.ofSeconds(1));

    assertThat(claim().text("/status/phase")).isEqualTo("Lost");
  }

  @Test
  void a_released_volume_is_not_bound_to_another_claim() {
    volume("disk", "2Gi", "Retain");
    claim("2Gi");

    plane.run(
        api ->
            api.delete(
                ResourceTypes.PERSISTENT_VOLUME_CLAIMS,
                "default",
                "c",
                DeleteOptions.background()));
    plane.pass(Duration.ofSeconds(1));
    assertThat(phase("disk")).isEqualTo("Released");

    claim("1Gi");
    assertThat(claim().text("/status/phase")).isEqualTo("Pending");
  }

  @Test
  void a_condition_of_a_claim_shows_whether_a_pod_uses_it() {
    claim("2Gi");
    assertThat(claim().text("/status/conditions/0/reason")).isEqualTo("NoPodsUsingPVC");

    plane.create(ResourceTypes.SERVICE_ACCOUNTS, "{metadata: {name: user, namespace: default}}");
    plane.create(
        ResourceTypes.PODS,
        "{metadata: {name: p, namespace: default}, spec: {serviceAccountName: user, containers:"
            + " [{name: c, image: nginx}], volumes: [{name: v, persistentVolumeClaim: {claimName:"
            + " c}}]}}");
    plane.pass(Duration.ofSeconds(1));

    assertThat(claim().text("/status/conditions/0/reason")).isEqualTo("PodUsingPVC");
  }
}
