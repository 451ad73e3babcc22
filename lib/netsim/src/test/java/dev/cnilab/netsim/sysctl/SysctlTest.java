package dev.cnilab.netsim.sysctl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SysctlTest {
  private final Sysctl sysctl = new Sysctl();

  @Test
  void ip_forward_sets_forwarding_on_all_present_and_future_links() {
    sysctl.addLink("eth0");
    sysctl.set("net.ipv4.ip_forward", "1");
    sysctl.addLink("eth1");

    assertThat(sysctl.get("net.ipv4.conf.all.forwarding")).isEqualTo("1");
    assertThat(sysctl.get("net.ipv4.conf.eth0.forwarding")).isEqualTo("1");
    assertThat(sysctl.get("net.ipv4.conf.eth1.forwarding")).isEqualTo("1");

    sysctl.set("net.ipv4.conf.all.forwarding", "0");
    assertThat(sysctl.get("net.ipv4.ip_forward")).isEqualTo("0");
  }

  @Test
  void a_renamed_link_keeps_its_settings_under_the_new_name() {
    LinkSettings settings = sysctl.addLink("veth0");
    sysctl.renameLink("veth0", "eth0");
    sysctl.set("net.ipv4.conf.eth0.rp_filter", "2");

    assertThat(sysctl.greater(settings, LinkSetting.RP_FILTER)).isEqualTo(2);
    assertThatThrownBy(() -> sysctl.get("net.ipv4.conf.veth0.rp_filter"))
        .hasMessage("No such file or directory");
  }

  @Test
  void looking_up_a_name_does_not_list_all_names() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    assertThat(sysctl.has("net.ipv4.ip_forward")).isTrue();
    assertThat(sysctl.hasPrefix("net.core.")).isTrue();
    long before = threads.getCurrentThreadAllocatedBytes();
    sysctl.has("net.ipv4.ip_forward");
    sysctl.hasPrefix("net.core.");

    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(1000);
  }

  @Test
  void a_non_numeric_value_and_an_unknown_name_are_rejected() {
    assertThatThrownBy(() -> sysctl.set("net.ipv4.ip_forward", "yes"))
        .hasMessage("Invalid argument");
    assertThatThrownBy(() -> sysctl.set("net.ipv4.no_such", "1"))
        .hasMessage("No such file or directory");
  }

  @Test
  void every_listed_name_can_be_read() {
    sysctl.addLink("eth0");

    assertThat(sysctl.names("")).isSorted().contains("net.ipv4.conf.eth0.rp_filter");
    assertThat(sysctl.names("")).allSatisfy(name -> assertThat(sysctl.get(name)).isNotEmpty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "net.",
        "net.ipv4.",
        "net.ipv4.conf.",
        "net.ipv4.conf.eth0/5.",
        "net.ipv4.neigh.all.",
        "net.ipv4.neigh.default.",
        "net.ipv6.conf.none.",
        "net.no_such."
      })
  void names_are_filtered_by_prefix(String prefix) {
    sysctl.addLink("eth0.5");
    List<String> found = sysctl.names("").stream().filter(name -> name.startsWith(prefix)).toList();

    assertThat(sysctl.names(prefix)).isEqualTo(found);
    assertThat(sysctl.hasPrefix(prefix)).isEqualTo(!found.isEmpty());
    assertThat(found).allMatch(sysctl::has);
    assertThat(sysctl.has(prefix)).isFalse();
  }

  @Test
  void a_setting_of_several_numbers_needs_the_right_count_and_order() {
    sysctl.set("net.ipv4.ip_local_port_range", "40000 40001");
    assertThat(sysctl.get("net.ipv4.ip_local_port_range")).isEqualTo("40000\t40001");
    assertThat(sysctl.localPorts(new Random(1))).containsExactlyInAnyOrder(40_000, 40_001);
    for (String wrong : new String[] {"40000", "50000 40000", "1 70000", "a b", "1 2 3"}) {
      assertThatThrownBy(() -> sysctl.set("net.ipv4.ip_local_port_range", wrong))
          .as(wrong)
          .hasMessage("Invalid argument");
    }
    sysctl.set("net.ipv4.ping_group_range", "5 4");
    assertThat(sysctl.get("net.ipv4.ping_group_range")).as("nobody").isEqualTo("1\t0");
  }
}
