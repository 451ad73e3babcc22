package dev.cnilab.cluster.containerd.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StoreTest {
  private int looks;
  private final Store<String> containers = new Store<>("container", this::podOf);

  private String podOf(String container) {
    looks++;
    return container.substring(0, container.indexOf('/'));
  }

  @Test
  void finding_the_containers_of_a_pod_visits_no_others() {
    for (int i = 0; i < 100; i++) {
      containers.add("id-" + i, "pod-" + i + "/app");
    }
    containers.add("id-again", "pod-7/app once more");
    looks = 0;

    assertThat(containers.ofPod("pod-7")).containsExactly("pod-7/app", "pod-7/app once more");
    assertThat(looks).isZero();
  }

  @Test
  void a_removed_container_is_no_longer_found_by_its_pod() {
    containers.add("id-1", "pod/old");
    containers.add("id-2", "pod/new");

    containers.remove("id-1");
    containers.remove("id-1");

    assertThat(containers.ofPod("pod")).containsExactly("pod/new");
  }
}
