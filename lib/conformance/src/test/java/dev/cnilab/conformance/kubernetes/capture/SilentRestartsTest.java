package dev.cnilab.conformance.kubernetes.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.conformance.kubernetes.capture.SilentRestarts.Restart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SilentRestartsTest {
  @TempDir private Path folder;

  @Test
  void a_daemon_pod_younger_than_the_session_was_restarted_silently() throws IOException {
    assertThat(SilentRestarts.of(listing("kubectl delete clusterrolebinding flannel", "20s")))
        .containsExactly(
            new Restart(Instant.parse("2026-11-28T22:00:10Z"), "kube-flannel-ds", "node-2"));
  }

  @Test
  void a_daemon_pod_older_than_the_session_was_not_restarted() throws IOException {
    assertThat(SilentRestarts.of(listing("kubectl delete clusterrolebinding flannel", "9m")))
        .isEmpty();
  }

  @Test
  void a_daemon_pod_restarted_by_a_typed_command_is_not_silent() throws IOException {
    assertThat(SilentRestarts.of(listing("kubectl rollout restart ds/kube-flannel-ds", "20s")))
        .isEmpty();
  }

  @Test
  void a_daemon_pod_of_a_new_node_was_not_restarted() throws IOException {
    String nodes =
        """
        cat
        NAME     STATUS   ROLES    AGE   VERSION
        node-2   Ready    <none>   5s    v1.37.2
        """;

    assertThat(SilentRestarts.of(listing(nodes, "20s"))).isEmpty();
  }

  private Transcript listing(String typed, String age) throws IOException {
    return Transcript.read(
        Files.writeString(
            folder.resolve("flannel-x.txt"),
            """
            # A pod starts again
            # 2026-11-28T22:00:00Z; Server Version: v1.37.2

            $ %s
            done

            # 22:00:30
            $ kubectl -n kube-flannel get pods -o wide
            NAME                    READY   STATUS    RESTARTS     AGE   IP            NODE
            kube-flannel-ds-gkf7j   0/1     Error     2 (3s ago)   %s   172.30.0.12   node-2   <none>
            """
                .formatted(typed, age)));
  }
}
