package dev.cnilab.cluster.containerd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CrictlTest {
  private final RuntimeNode node = RuntimeNode.flannel();

  @AfterEach
  void close() {
    node.close();
  }

  @Test
  void info_prints_what_it_prints_on_a_real_node_with_flannel() throws Exception {
    try (InputStream captured = getClass().getResourceAsStream("crictl-info.json")) {
      assertThat(node.sh("crictl info"))
          .isEqualTo(new String(captured.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  @Test
  void pods_and_containers_are_listed_the_youngest_first_in_columns() {
    String first = node.pod("a");
    node.loop().advance(Duration.ofSeconds(90));
    String second = node.pod("nettest-with-a-long-name");
    node.container(second, RuntimeNode.sleeping("sleep", "86400"));

    assertThat(node.sh("crictl pods"))
        .isEqualTo(
            """
            POD ID              CREATED              STATE               NAME                       NAMESPACE           ATTEMPT             RUNTIME
            %.13s       0 seconds ago        Ready               nettest-with-a-long-name   default             0                   (default)
            %.13s       About a minute ago   Ready               a                          default             0                   (default)
            """
                .formatted(second, first));
    assertThat(node.sh("crictl ps"))
        .matches(
            "(?s)CONTAINER           IMAGE               CREATED             STATE               NAME                ATTEMPT             POD ID              POD                 NAMESPACE\n"
                + "[0-9a-f]{13}       sha256:[0-9a-f]{6}       0 seconds ago       Running             app                 0                   "
                + second.substring(0, 13)
                + "       unknown             unknown\n");
  }

  @Test
  void a_sandbox_is_found_by_the_beginning_of_its_id_and_an_unknown_one_is_not() {
    String id = node.pod("a");

    assertThat(node.sh("crictl inspectp " + id.substring(0, 8)))
        .contains("\"ip\": \"10.244.1.2\"", "\"path\": \"/var/run/netns/cni-", "\"id\": \"" + id);
    assertThat(node.sh("crictl inspectp nosuch"))
        .isEqualTo(
            "FATA[0000] rpc error: code = NotFound desc = an error occurred when try to find sandbox"
                + " \"nosuch\": not found\n");
  }

  @Test
  void without_containerd_it_says_where_it_looked() {
    node.service("stop");

    assertThat(node.sh("crictl pods")).contains("dial unix /run/containerd/containerd.sock");
  }
}
