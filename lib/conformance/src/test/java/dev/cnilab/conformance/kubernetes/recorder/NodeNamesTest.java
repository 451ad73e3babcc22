package dev.cnilab.conformance.kubernetes.recorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class NodeNamesTest {
  private static final NodeNames NODES =
      NodeNames.of("master\t10.0.0.5\tv1.37.2\nmaster-w\t10.0.0.6\tv1.37.2\n");

  @Test
  void a_command_gets_the_names_and_addresses_of_the_cluster() {
    assertThat(NODES.typed("kubectl get node node-2 node-1; curl 172.30.0.12:80"))
        .isEqualTo("kubectl get node master-w master; curl 10.0.0.6:80");
  }

  @Test
  void an_answer_gets_the_node_names_and_addresses_of_transcripts() {
    assertThat(NODES.told("kube-proxy-x on master-w/10.0.0.6, 10.0.0.60, not remastered"))
        .isEqualTo("kube-proxy-x on node-2/172.30.0.12, 10.0.0.60, not remastered");
    assertThat(NODES.told("pod/etcd-master Running")).isEqualTo("pod/etcd-node-1 Running");
  }

  @Test
  void a_single_node_and_an_unknown_node_are_rejected() {
    assertThatThrownBy(() -> NodeNames.of("The connection to the server was refused"))
        .hasMessageContaining("one more node")
        .hasMessageContaining("refused");
    assertThatThrownBy(() -> NODES.name("node-3")).hasMessageContaining("node-3");
  }
}
