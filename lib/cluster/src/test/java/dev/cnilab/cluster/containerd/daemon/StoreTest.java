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
  void a_pod_s_containers_are_found_without_a_look_at_the_node_s_others() {
    for (int i = 0; i < 100; i++) {
      containers.add("id-" + i, "pod-" + i + "/app");
    }
    containers.add("id-again", "pod-7/app once more");
    looks = 0;

    assertThat(containers.ofPod("pod-7")).containsExactly("pod-7/app", "pod-7/app once more");
    assertThat(looks).isZero();
  }

  @Test
  void what_is_removed_is_no_more_its_pod_s() {
    containers.add("id-1", "pod/old");
    containers.add("id-2", "pod/new");

    containers.remove("id-1");
    containers.remove("id-1");

    assertThat(containers.ofPod("pod")).containsExactly("pod/new");
  }
}
