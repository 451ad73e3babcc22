package dev.cnilab.userland.net.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.userland.shell.SandboxMachine;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What iproute2 6.1 prints on Linux 6.18 for the same lines. */
class FdbCommandTest {
  private static final String BRIDGE =
      """
      ip link add br0 address 02:00:00:00:00:b0 type bridge; ip link set br0 up
      ip link add va address 02:00:00:00:00:0a type veth peer name pa
      ip link set va master br0 up; ip link set pa up
      ip link add br1 type bridge; ip link add w type dummy; ip link set w master br1
      ip link add vx type vxlan id 7 dstport 4789 local 10.0.0.1 dev pa
      own() { bridge fdb show br br0 | grep -v ' self ' | sort | cut -c 13-; }
      a() { bridge fdb $1 02:00:00:00:00:01 dev va master static $2 $3 $4 $5; }
      """;

  @AutoClose private final SandboxMachine machine = new SandboxMachine();

  private String sh(String script) {
    return machine.sh("PATH=/usr/sbin:/usr/bin; exec 2>&1\n" + BRIDGE + script).out();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '@',
      textBlock =
          """
          a append; a append; echo $?; a add @ 0~RTNETLINK answers: File exists
          a add vlan 0 @ Error: invalid vlan id.
          a add vlan 4095 @ Error: invalid vlan id.
          a add vlan x @ Error: invalid vlan id.
          a add vlan 5 vlan 6 @ Error: either "vlan" is duplicate, or "vlan" is a garbage.
          bridge fdb add 02:00:00:00:00:04 dev vx dst 10.0.0.2 self master; echo $? @ 0
          bridge fdb add 02:00:00:00:00:04 dev vx dst 10.0.0.2 master @ RTNETLINK answers: Operation not supported
          bridge fdb flush dev br0 brport none @ Cannot find bridge port device "none"
          bridge fdb flush dev br0 brport pa @ Error: bridge: Flush device is not a bridge or bridge port.
          bridge fdb flush dev br0 brport br1 @ Error: bridge: Flush bridge device does not match target bridge device.
          bridge fdb flush dev br0 brport w @ Error: bridge: Port belongs to a different bridge device.
          bridge fdb add 02:00:00:00:00:0a dev va master static @ RTNETLINK answers: File exists
          bridge fdb del 02:00:00:00:00:b0 dev va master @ RTNETLINK answers: No such file or directory
          bridge fdb add 02:00:00:00:00:b0 dev br0 self @ RTNETLINK answers: File exists
          """)
  void bridge_fdb_accepts_or_rejects_its_arguments_like_iproute2(String line, String wanted) {
    assertThat(sh(line).strip().replace('\n', '~')).isEqualTo(wanted);
  }

  @Test
  void bridge_fdb_flush_also_deletes_the_addresses_of_the_bridge_and_its_ports() {
    String all = "00:0a dev va master br0 permanent\n00:b0 dev br0 master br0 permanent\n";
    assertThat(sh("own; a add; bridge fdb flush dev br0; own; echo; own")).isEqualTo(all + "\n");
  }

  @Test
  void a_deleted_own_address_returns_by_fdb_add_or_with_its_port() {
    assertThat(
            sh(
                """
                bridge fdb del 02:00:00:00:00:0a dev va master; bridge fdb flush dev br0; own
                bridge fdb add 02:00:00:00:00:b0 dev br0 self; own
                ip link set va nomaster; ip link set va master br0; own
                bridge fdb flush dev br0; ip link set br0 address 02:00:00:00:00:b1; own
                """))
        .isEqualTo(
            """
            00:b0 dev br0 master br0 permanent
            00:0a dev va master br0 permanent
            00:b0 dev br0 master br0 permanent
            00:b1 dev br0 master br0 permanent
            """);
  }
}
