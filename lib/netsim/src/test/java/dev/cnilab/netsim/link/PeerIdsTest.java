package dev.cnilab.netsim.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.netsim.Network;
import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.loop.EventLoop;
import org.junit.jupiter.api.Test;

/** The IDs of namespaces in each other. */
class PeerIdsTest {
  private static NetworkNamespace pod(Network network, NetworkNamespace node, int number) {
    NetworkNamespace pod = network.newNamespace("pod" + number);
    node.links().addVeth("veth" + number, pod.links(), "eth0");
    return pod;
  }

  @Test
  void a_new_namespace_reuses_the_peer_id_of_a_closed_one() {
    try (EventLoop loop = EventLoop.onDemand(1)) {
      loop.call(
          () -> {
            Network network = new Network(loop);
            NetworkNamespace node = network.newNamespace("node");
            NetworkNamespace first = pod(network, node, 1);
            NetworkNamespace second = pod(network, node, 2);
            assertThat(node.links().idOf(first.links())).isZero();
            assertThat(node.links().idOf(second.links())).isEqualTo(1);
            first.close();
            NetworkNamespace third = pod(network, node, 3);
            assertThat(node.links().idOf(third.links())).isZero();
            assertThat(node.links().idOf(second.links())).isEqualTo(1);
            return true;
          });
    }
  }
}
