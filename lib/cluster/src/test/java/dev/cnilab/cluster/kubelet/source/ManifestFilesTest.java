package dev.cnilab.cluster.kubelet.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cnilab.cluster.kubelet.TestNode;
import dev.cnilab.cluster.kubelet.pod.Pod;
import java.time.Instant;
import java.util.Collections;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class ManifestFilesTest {
  private static final String PATH = "/etc/kubernetes/manifests/app.yaml";
  private static final String POD =
      "apiVersion: v1\nkind: Pod\nmetadata: {name: %s}\nspec: {containers: [%s]}\n";
  private static final String CONTAINER = "{name: c, image: sleeper}";

  @AutoClose private final TestNode node = TestNode.started();
  private final AtomicInteger parsed = new AtomicInteger();
  private final ManifestFiles manifests =
      new ManifestFiles(
          node.files(), "node-2", () -> Instant.ofEpochSecond(parsed.incrementAndGet()));

  @Test
  void a_file_is_parsed_again_only_when_it_has_changed() {
    read(POD.formatted("a", CONTAINER));
    read(POD.formatted("a", CONTAINER));
    assertThat(parsed).hasValue(1);
    read(POD.formatted("b", CONTAINER));
    assertThat(parsed).hasValue(2);
    assertThat(manifests.pods()).extracting(Pod::name).containsExactly("b-node-2");
  }

  @Test
  void an_invalid_file_is_refused_again_without_being_parsed() {
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> read("kind: Service\n")).hasMessageContaining("invalid pod");
    }
    assertThat(parsed).hasValue(1);
  }

  @Test
  void a_file_that_becomes_invalid_keeps_its_pod() {
    read(POD.formatted("a", CONTAINER));
    assertThatThrownBy(() -> read("kind: Service\n")).hasMessageContaining("invalid pod");
    assertThat(manifests.pods()).extracting(Pod::name).containsExactly("a-node-2");
    manifests.forget(PATH);
    assertThat(manifests.pods()).isEmpty();
  }

  @Test
  void a_file_of_more_than_1_MiB_is_not_read() {
    assertThatThrownBy(() -> read(POD.formatted("a", CONTAINER) + "#".repeat(1 << 20)))
        .hasRootCauseMessage("the read limit is reached");
    assertThat(parsed).hasValue(0);
  }

  @Test
  void a_pod_that_the_API_would_not_take_for_its_size_is_refused() {
    String containers = String.join(",", Collections.nCopies(80_000, "{name: c}"));
    assertThatThrownBy(() -> read(POD.formatted("a", containers)))
        .hasMessage("invalid pod: checking all its fields would take too long");
  }

  private void read(String text) {
    node.run(
        () -> {
          node.files().write(PATH, text);
          manifests.read(PATH);
        });
  }
}
