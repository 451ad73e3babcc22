package dev.cnilab.netsim.iptables;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.netsim.TestNetwork;
import dev.cnilab.netsim.TestNetwork.Routed;
import dev.cnilab.netsim.netfilter.Counters;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class PolicyCountersTest {
  @AutoClose private final TestNetwork lab = new TestNetwork();
  private final Routed net = lab.routed();

  private Chain forward() {
    return net.r().iptables().table(TableName.FILTER).chain("FORWARD").orElseThrow();
  }

  @Test
  void a_policy_counts_packets_only_after_it_is_set() {
    lab.ping(net.a(), "10.0.2.2");
    assertThat(lab.on(() -> forward().policyCounters())).isEmpty();

    lab.run(() -> forward().setPolicy(Chain.Policy.DROP));
    assertThat(lab.ping(net.a(), "10.0.2.2")).isEmpty();

    Counters counters = lab.on(() -> forward().policyCounters().orElseThrow());
    assertThat(counters.packets()).isEqualTo(1);
    assertThat(counters.bytes()).isEqualTo(84);
  }
}
