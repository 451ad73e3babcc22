package dev.cnilab.lab.cni;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.lab.shell.Printed;
import java.util.List;
import org.junit.jupiter.api.Test;

class NodeFactsTest {

  private static final String SOUND =
      """
      ## bridge
      4: cni0    inet 10.244.1.1/24 brd 10.244.1.255 scope global cni0\\       valid_lft forever preferred_lft forever
      ## drops
      -P INPUT ACCEPT
      -A INPUT -j KUBE-FIREWALL
      -A INPUT -p udp -m udp --dport 8472 -j DROP
      ## remote
      default via 172.30.0.1 dev eth0
      10.244.0.0/24 via 10.244.0.0 dev flannel.1 onlink
      10.244.1.0/24 dev cni0 proto kernel scope link src 10.244.1.1
      10.244.2.0/24 via 10.244.2.0 dev flannel.1 onlink
      ## subnet
      FLANNEL_SUBNET=10.244.1.1/24
      ## taken
      10.244.1.2
      10.244.1.30
      last_reserved_ip.0
      lock
      """;

  private static NodeFacts read(String text) {
    NodeCni nothing = new NodeCni("worker-1", List.of(), List.of(), Printed.of(""));
    return NodeFacts.read(nothing, Printed.of(text));
  }

  @Test
  void node_facts_are_read_from_every_section() {
    NodeFacts facts = read(SOUND);
    assertThat(facts.subnet()).isEqualTo("10.244.1.1/24");
    assertThat(facts.taken()).containsExactly("10.244.1.2", "10.244.1.30");
    assertThat(facts.bridge()).containsExactly("10.244.1.1/24");
    assertThat(facts.remote()).containsExactly("10.244.0.0/24", "10.244.2.0/24");
    assertThat(facts.drops()).containsExactly("-A INPUT -p udp -m udp --dport 8472 -j DROP");
  }

  @Test
  void missing_node_facts_are_empty() {
    NodeFacts facts = read("## bridge\n## drops\n## remote\n## subnet\n## taken\n");
    assertThat(facts.subnet()).isEmpty();
    assertThat(facts.taken()).isEmpty();
    assertThat(facts.bridge()).isEmpty();
  }

  @Test
  void a_drop_rule_after_a_matching_accept_rule_is_ignored() {
    NodeFacts facts =
        read(
            """
            ## drops
            -P INPUT ACCEPT
            -A INPUT -p udp -m udp --dport 8472 -j ACCEPT
            -A INPUT -p tcp -m tcp --dport 8472 -j ACCEPT
            -A INPUT -p udp -m udp --dport 8472 -j DROP
            -A INPUT -p udp -m udp --dport 4789 -j DROP
            -A INPUT -p udp -m udp --dport 4789 -j ACCEPT
            """);
    assertThat(facts.drops()).containsExactly("-A INPUT -p udp -m udp --dport 4789 -j DROP");
  }

  @Test
  void an_address_without_a_pod_has_leaked() {
    assertThat(read(SOUND).leaked(List.of("10.244.1.2"))).containsExactly("10.244.1.30");
  }
}
