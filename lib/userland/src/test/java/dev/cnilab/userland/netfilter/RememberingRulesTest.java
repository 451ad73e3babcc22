package dev.cnilab.userland.netfilter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.userland.net.NetworkCommands;
import org.junit.jupiter.api.Test;

/** Rules of iptables that look into packets or remember earlier ones. */
class RememberingRulesTest extends NetworkCommands {
  /** How many of some echo requests of the other namespace are answered. */
  private String answered(int requests, String options) {
    String ping = "ip netns exec a ping -q -i0.1 -W1 -c" + requests + " " + options + " 10.0.0.1";
    return sh(ping + " | grep -o '[0-9]* received'").strip();
  }

  @Test
  void the_string_match_drops_packets_that_contain_its_text() {
    sh("iptables -A INPUT -p icmp -m string --string abcdef --algo bm -j DROP");
    assertThat(answered(1, "")).isEqualTo("1 received");
    assertThat(answered(1, "-p 616263646566")).isEqualTo("0 received");
    assertThat(sh("iptables -S INPUT | tail -1"))
        .isEqualTo("-A INPUT -p icmp -m string --string \"abcdef\" --algo bm -j DROP\n");
  }

  @Test
  void the_quota_match_stops_when_its_bytes_are_used_up() {
    sh("iptables -A INPUT -p icmp -m quota --quota 200 -j ACCEPT; iptables -A INPUT -j DROP");
    assertThat(answered(4, "")).isEqualTo("2 received");
  }

  @Test
  void the_recent_match_drops_a_source_that_was_seen_too_often() {
    sh("iptables -A INPUT -p icmp -m recent --name p --update --seconds 5 --hitcount 3 -j DROP");
    sh("iptables -A INPUT -p icmp -m recent --name p --set -j ACCEPT");
    assertThat(answered(5, "")).isEqualTo("3 received");
    assertThat(sh("iptables -S INPUT | tail -1"))
        .isEqualTo(
            "-A INPUT -p icmp -m recent --set --name p --mask 255.255.255.255 --rsource -j"
                + " ACCEPT\n");
  }

  @Test
  void the_hashlimit_match_limits_each_source_separately() {
    sh(
        "iptables -A INPUT -p icmp -m hashlimit --hashlimit-upto 1/min --hashlimit-burst 2"
            + " --hashlimit-mode srcip --hashlimit-name p -j ACCEPT; iptables -A INPUT -j DROP");
    assertThat(answered(4, "")).isEqualTo("2 received");
    sh("ip -n a addr add 10.0.0.3/24 dev v1");
    assertThat(answered(4, "-I 10.0.0.3")).isEqualTo("2 received");
  }

  @Test
  void the_connlimit_match_is_listed_and_requires_a_limit() {
    sh("iptables -A INPUT -p tcp --syn -m connlimit --connlimit-above 0 -j DROP");
    assertThat(sh("iptables -L INPUT -n | tail -1")).contains("#conn src/32 > 0");
    assertThat(sh("iptables -A INPUT -m connlimit -j DROP"))
        .contains("You must specify \"--connlimit-above\" or \"--connlimit-upto\".");
  }
}
