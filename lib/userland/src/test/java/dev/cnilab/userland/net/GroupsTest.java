package dev.cnilab.userland.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** {@code ip maddress} and {@code netstat -g}: multicast groups; alternative names of links. */
class GroupsTest extends NetworkCommands {
  @Test
  void ip_maddr_marks_an_added_group_as_static_and_removes_it_only_once() {
    sh("ip maddr add 01:00:5e:00:00:05 dev v0");
    assertThat(sh("ip -0 maddr show dev v0 | tail -1"))
        .isEqualTo("\tlink  01:00:5e:00:00:05 static\n");
    assertThat(sh("ip maddr del 01:00:5e:00:00:05 dev v0; ip maddr del 01:00:5e:00:00:05 dev v0"))
        .isEqualTo("ioctl: No such file or directory\n");
  }

  @Test
  void a_link_that_is_up_is_in_the_all_hosts_group() {
    assertThat(sh("ip -4 -o maddr show dev v0 | cut -f2-")).isEqualTo("v0\\\tinet  224.0.0.1\n");
    assertThat(sh("netstat -g | grep 224")).isEqualTo("v0              1      224.0.0.1\n");
    sh("ip link set v0 down");
    assertThat(sh("ip -4 maddr show dev v0")).isEmpty();
  }

  @Test
  void ip_netconf_shows_the_settings_of_a_link() {
    sh("sysctl -w net.ipv4.conf.v0.rp_filter=2");
    assertThat(sh("ip -4 netconf show dev v0"))
        .isEqualTo(
            "inet v0 forwarding off rp_filter loose mc_forwarding off proxy_neigh off"
                + " ignore_routes_with_linkdown off \n");
  }

  @Test
  void a_link_is_found_by_its_alternative_name() {
    sh("ip link property add dev v0 altname uplink; ip route add 10.9.0.0/16 dev uplink");
    assertThat(sh("ip -o link show uplink")).contains("\\    altname uplink");
    assertThat(sh("ip route show 10.9.0.0/16")).isEqualTo("10.9.0.0/16 dev v0 scope link \n");
    assertThat(sh("ip link property add dev v0 altname lo"))
        .isEqualTo("RTNETLINK answers: File exists\n");
  }
}
