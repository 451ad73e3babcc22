package dev.cnilab.netsim.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.TestNetwork;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.link.LinkAddress.Scope;
import dev.cnilab.netsim.route.RoutingRule;
import dev.cnilab.netsim.route.fib.RoutingRules;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What is added to thousands costs no more than what is added to a few. */
class ManyAddressesTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int MANY = 3000;

  @AutoClose private final TestNetwork lab = new TestNetwork();
  private final NetworkNamespace namespace = lab.namespace("a");
  private final Link link = lab.on(() -> namespace.links().addDummy("d0"));

  private static Ipv4Prefix prefix(int number) {
    return new Ipv4Prefix(new Ipv4Address((10 << 24) + 2 * number), 32);
  }

  private static long allocated(Runnable action) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    action.run();
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }

  private void addAndRemove(int number) {
    link.inet().add(prefix(number));
    link.inet().remove(prefix(number));
  }

  @Test
  void adding_and_removing_an_address_does_not_copy_the_others() {
    link.inet().add(prefix(0));
    addAndRemove(MANY);
    long few = allocated(() -> addAndRemove(MANY));
    for (int i = 1; i < MANY; i++) {
      link.inet().add(prefix(i));
    }
    assertThat(link.addresses()).hasSize(MANY);

    addAndRemove(MANY);
    assertThat(allocated(() -> addAndRemove(MANY))).isLessThan(3 * few);
  }

  @Test
  void adding_a_rule_does_not_copy_the_others() {
    RoutingRules rules = namespace.rules();
    rules.add(RoutingRule.ofKernel(1, 100));
    long few = allocated(() -> rules.add(RoutingRule.ofKernel(2, 100)));
    for (int i = 3; i < MANY; i++) {
      rules.add(RoutingRule.ofKernel(i, 100));
    }
    rules.list();

    assertThat(allocated(() -> rules.add(RoutingRule.ofKernel(MANY, 100))))
        .isLessThan(3 * few + 999);
    assertThat(rules.list())
        .hasSize(MANY + 3)
        .isSortedAccordingTo((one, other) -> Long.compare(one.priority(), other.priority()));
    assertThat(rules.target(1000)).isEqualTo(1000);
    assertThat(rules.target(5000)).isEqualTo(-1);
  }

  @Test
  void primary_addresses_come_first_and_narrower_scopes_before_wider_ones() {
    List<String> shown = List.of("10.1.0.1/24", "10.0.0.1/24", "10.2.0.1/24", "10.0.0.2/24");
    link.inet().add(Ipv4Prefix.parse("10.0.0.1/24"));
    link.inet().add(Ipv4Prefix.parse("10.0.0.2/24"));
    link.inet().add(Ipv4Prefix.parse("10.1.0.1/24"), Scope.LINK, null);
    link.inet().add(Ipv4Prefix.parse("10.2.0.1/24"));

    assertThat(link.addresses()).extracting(each -> each.local().toString()).isEqualTo(shown);
    assertThat(link.addresses()).extracting(LinkAddress::secondary).endsWith(false, true);
  }

  @Test
  void duplicate_addresses_and_second_scopes_of_a_subnet_are_rejected() {
    link.inet().add(Ipv4Prefix.parse("10.0.0.1/24"));
    link.inet().add(Ipv4Prefix.parse("10.0.0.2/24"));

    assertThatThrownBy(() -> link.inet().add(Ipv4Prefix.parse("10.0.0.2/24")))
        .hasMessageContaining("Address already assigned");
    assertThatThrownBy(() -> link.inet().add(Ipv4Prefix.parse("10.0.0.3/24"), Scope.LINK, null))
        .hasMessageContaining("Invalid scope value");
    link.inet().add(Ipv4Prefix.parse("10.0.0.2/16"));
    assertThat(link.addresses()).hasSize(3);
  }
}
