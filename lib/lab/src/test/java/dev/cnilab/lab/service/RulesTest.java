package dev.cnilab.lab.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.lab.shell.Printed;
import org.junit.jupiter.api.Test;

class RulesTest {

  private static final String TWO_PODS =
      """
      -A KUBE-SEP-7VLM5Z22INR6CLP3 -s 10.244.1.3/32 -m comment --comment "default/nettest-svc" -j KUBE-MARK-MASQ
      -A KUBE-SEP-7VLM5Z22INR6CLP3 -p tcp -m comment --comment "default/nettest-svc" -m tcp -j DNAT --to-destination 10.244.1.3:80
      -A KUBE-SEP-YDZS3ORLE7BD2BMD -p tcp -m comment --comment "default/nettest-svc" -m tcp -j DNAT --to-destination 10.244.1.2:80
      -A KUBE-SERVICES -d 10.99.12.174/32 -p tcp -m comment --comment "default/nettest-svc cluster IP" -m tcp --dport 80 -j KUBE-SVC-XCR3NSPR2HFK456T
      -A KUBE-SVC-XCR3NSPR2HFK456T -m comment --comment "default/nettest-svc -> 10.244.1.2:80" -m statistic --mode random --probability 0.50000000000 -j KUBE-SEP-YDZS3ORLE7BD2BMD
      -A KUBE-SVC-XCR3NSPR2HFK456T -m comment --comment "default/nettest-svc -> 10.244.1.3:80" -j KUBE-SEP-7VLM5Z22INR6CLP3
      """;

  private static Rules read(String text) {
    return Rules.read("default/nettest-svc", "worker-1", Printed.of(text));
  }

  @Test
  void rules_are_listed_in_the_order_a_packet_meets_them() {
    assertThat(read(TWO_PODS).list().stream().map(rule -> rule.chain().substring(0, 8)))
        .containsExactly("KUBE-SER", "KUBE-SVC", "KUBE-SVC", "KUBE-SEP", "KUBE-SEP", "KUBE-SEP");
  }

  @Test
  void the_pods_of_a_service_are_found_with_their_shares() {
    Rules rules = read(TWO_PODS);
    assertThat(rules.destinations()).containsExactly("10.244.1.2:80", "10.244.1.3:80");
    assertThat(rules.view().text())
        .contains("50% of the connections that get here", "the rest of the connections")
        .contains("-d 10.99.12.174/32 -p tcp -m tcp --dport 80");
  }

  @Test
  void a_service_without_endpoints_is_shown_as_refused() {
    Rules rules =
        read(
            "-A KUBE-SERVICES -d 10.100.194.178/32 -p tcp -m comment --comment \"default/web has no"
                + " endpoints\" -m tcp --dport 80 -j REJECT --reject-with icmp-port-unreachable\n");
    assertThat(rules.destinations()).isEmpty();
    assertThat(rules.view().text()).contains("no endpoints: refused at once");
  }

  @Test
  void a_node_without_rules_is_shown_as_such() {
    assertThat(read("").view().text()).contains("There are none on this node.");
  }
}
