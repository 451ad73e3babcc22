package dev.cnilab.userland.net.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.userland.shell.SandboxMachine;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** {@code ethtool -k} and {@code -K}, with the output of version 6.1 on Linux 6.18. */
class OffloadsTest {
  private static final String TUNNEL =
      "PATH=/usr/sbin:/usr/bin; ip link add name tun.1 type vxlan id 1 dstport 8472 dev lo; ";

  @AutoClose private final SandboxMachine machine = new SandboxMachine();

  private String sh(String script) {
    SandboxMachine.Result result = machine.sh(TUNNEL + script);
    return result.out() + result.err();
  }

  @Test
  void ethtool_k_shows_the_checksum_offloads_of_a_tunnel() {
    assertThat(sh("ethtool -k tun.1 | head -5"))
        .isEqualTo(
            """
            Features for tun.1:
            rx-checksumming: on
            tx-checksumming: on
            \ttx-checksum-ipv4: off [fixed]
            \ttx-checksum-ip-generic: on
            """);
  }

  @Test
  void switching_checksum_offload_off_also_switches_segmentation_offload_off() {
    String off =
        """
        Actual changes:
        tx-checksum-ip-generic: off
        tx-tcp-segmentation: off [not requested]
        tx-tcp-ecn-segmentation: off [not requested]
        tx-tcp-mangleid-segmentation: off [not requested]
        tx-tcp6-segmentation: off [not requested]
        tx-udp-segmentation: off [not requested]
        """;
    assertThat(sh("ethtool -K tun.1 tx-checksum-ip-generic off")).isEqualTo(off);
    assertThat(machine.sh("/usr/sbin/ethtool -k tun.1 | grep ^tx-check").out())
        .isEqualTo("tx-checksumming: off\n");
    assertThat(machine.sh("/usr/sbin/ethtool -K tun.1 tx on").out())
        .isEqualTo(
            """
            Actual changes:
            tx-checksum-ipv4: off [requested on]
            tx-checksum-ip-generic: on
            tx-checksum-ipv6: off [requested on]
            tx-tcp-segmentation: on [not requested]
            tx-tcp-ecn-segmentation: on [not requested]
            tx-tcp-mangleid-segmentation: on [not requested]
            tx-tcp6-segmentation: on [not requested]
            tx-udp-segmentation: on [not requested]
            tx-checksum-fcoe-crc: off [requested on]
            tx-checksum-sctp: off [requested on]
            """);
  }

  @Test
  void ethtool_rejects_unknown_features_values_and_links() {
    assertThat(sh("ethtool -K tun.1 nonsense on; ethtool -K tun.1 gro maybe; ethtool -k nolink"))
        .isEqualTo(
            """
            netlink error: bit name not found (offset 56)
            netlink error: Operation not supported
            ethtool (-K): flag 'maybe' for parameter '(null)' is not followed by 'on' or 'off'
            netlink error: no device matches name (offset 24)
            netlink error: No such device
            """);
  }
}
