package dev.cnilab.userland.net.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.userland.shell.SandboxMachine;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** {@code ip link add … type ipip}: packets in packets between two addresses. */
class IpipLinkTest {
  @AutoClose private final SandboxMachine machine = new SandboxMachine();

  private String sh(String script) {
    SandboxMachine.Result result = machine.sh("PATH=/usr/sbin:/usr/bin; " + script);
    return result.out() + result.err();
  }

  private void connect() {
    sh(
        "ip netns add a; ip netns add b; ip link add va type veth peer name vb; ip link set va"
            + " netns a name eth0; ip link set vb netns b name eth0");
    end("a", "10.0.1.2", "10.0.1.3", "192.168.9.1");
    end("b", "10.0.1.3", "10.0.1.2", "192.168.9.2");
  }

  private void end(String name, String local, String remote, String inner) {
    sh(
        "ip -n %s addr add %s/24 dev eth0; ip -n %s link set eth0 up; ip -n %s link add t0 type ipip local %s remote %s; ip -n %s addr add %s/30 dev t0; ip -n %s link set t0 up"
            .formatted(name, local, name, name, local, remote, name, inner, name));
  }

  @Test
  void packets_cross_an_ipip_tunnel() {
    connect();

    assertThat(sh("ip netns exec a ping -c 1 -W 1 192.168.9.2")).contains(" 0% packet loss");
    assertThat(sh("ip -n a -d link show t0"))
        .contains("t0@NONE: <POINTOPOINT,NOARP,UP,LOWER_UP> mtu 1480")
        .contains("ipip ipip remote 10.0.1.3 local 10.0.1.2 ttl inherit pmtudisc");
  }

  @Test
  void a_packet_larger_than_the_tunnel_mtu_is_too_big() {
    connect();

    assertThat(sh("ip netns exec a ping -c 1 -W 1 -M do -s 1453 192.168.9.2"))
        .contains("message too long, mtu=1480");
  }

  @Test
  void an_unsupported_ipip_option_is_rejected_by_name() {
    assertThat(sh("ip link add t0 type ipip remote 10.0.0.1 ttl 9"))
        .isEqualTo("ipip ttl 9 is not available on this machine\n");
    assertThat(sh("ip link add t0 type ipip mode ipip6"))
        .isEqualTo("ipip mode ipip6 is not available on this machine\n");
    assertThat(sh("ip link add t0 type ipip sideways"))
        .isEqualTo("ipip: unknown option \"sideways\"?\n");
  }
}
