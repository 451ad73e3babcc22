package dev.cnilab.userland.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.userland.shell.SandboxMachine;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A machine that reboots. */
class RebootTest {
  @AutoClose private final SandboxMachine sandbox = new SandboxMachine();

  @BeforeEach
  void plugIn() {
    sandbox
        .loop()
        .call(() -> sandbox.machine().plug("eth0", sandbox.machine().network().newSegment("lan")));
  }

  private String sh(String script) {
    SandboxMachine.Result result = sandbox.sh("export PATH=/usr/sbin:$PATH; " + script);
    return result.out() + result.err();
  }

  private void interfaces(String text) throws IOException {
    sandbox
        .loop()
        .call(
            () -> {
              sandbox.machine().files().createDirectories("/etc/network");
              sandbox.machine().files().write("/etc/network/interfaces", text);
              return null;
            });
  }

  @Test
  void a_reboot_numbers_mounts_and_file_systems_from_the_start() {
    String numbers = "awk '{print $1, $2, $3, $5}' /proc/self/mountinfo";
    String first = sh(numbers);
    sh("mkdir /m; mount -t tmpfs none /m; " + numbers + "; reboot -f");

    assertThat(sh(numbers)).isEqualTo(first).startsWith("22 1 254:1 /\n23 22 0:21 /proc\n");
  }

  @Test
  void a_reboot_configures_the_network_from_etc_network_interfaces() throws IOException {
    interfaces(
        """
        auto lo eth0
        iface lo inet loopback
        iface eth0 inet static
            address 192.0.2.7/24
            gateway 192.0.2.1
            mtu 1400
            # a comment
            up echo "$IFACE is up" > /etc/hooked
        """);
    String address = sh("cat /sys/class/net/eth0/address");
    sh("reboot");
    assertThat(sh("ip -4 -o address | tr -s ' '; ip route; cat /etc/hooked"))
        .isEqualTo(
            """
            1: lo inet 127.0.0.1/8 scope host lo\\ valid_lft forever preferred_lft forever
            2: eth0 inet 192.0.2.7/24 brd 192.0.2.255 scope global eth0\\ valid_lft forever preferred_lft forever
            default via 192.0.2.1 dev eth0\s
            192.0.2.0/24 dev eth0 proto kernel scope link src 192.0.2.7\s
            eth0 is up
            """);
    assertThat(sh("cat /sys/class/net/eth0/address /sys/class/net/eth0/mtu"))
        .isEqualTo(address + "1400\n");
    assertThat(sh("ifup eth0; ifdown eth0; ip -4 -o address show eth0; ifdown eth0; ifup mine"))
        .isEqualTo(
            """
            ifup: interface eth0 already configured
            ifdown: interface eth0 not configured
            ifup: unknown interface mine
            """);
  }

  @Test
  void an_invalid_interfaces_file_leaves_no_network_and_is_logged_in_the_journal()
      throws IOException {
    interfaces("auto eth0\niface eth0 inet dhcp\n");
    sh("reboot");
    assertThat(sh("ip -4 -o address")).isEmpty();
    assertThat(sh("journalctl -u networking -o cat")).contains("ifup: unknown method \"dhcp\"");
  }

  @Test
  void a_reboot_takes_the_hostname_and_sysctl_settings_from_their_files() {
    sh(
        "echo bob > /etc/hostname; mkdir /etc/sysctl.d;"
            + " echo net.ipv4.ip_forward=1 > /etc/sysctl.d/99-mine.conf;"
            + " hostname alice; sysctl -qw net.ipv4.ip_default_ttl=9; reboot");
    assertThat(sh("hostname; sysctl -n net.ipv4.ip_forward net.ipv4.ip_default_ttl"))
        .isEqualTo("bob\n1\n64\n");
  }

  @Test
  void a_service_that_ignores_sigterm_is_killed_after_ninety_seconds() {
    sh("sh -c \"trap '' TERM; while true; do sleep 1; done\" & sleep 1; reboot");
    assertThat(sh("pgrep sleep; journalctl -k -o cat | tail -n 1")).startsWith("Linux version ");
    long seconds =
        Duration.between(
                sandbox.loop().call(() -> sandbox.machine().journal().entries().getFirst().time()),
                sandbox.loop().call(() -> sandbox.machine().booted()))
            .toSeconds();
    assertThat(seconds).isEqualTo(90 + 10);
  }

  @Test
  void the_journal_survives_a_reboot_and_lists_the_boots() {
    sh("reboot");
    assertThat(sh("journalctl -b -1 -o cat")).isEqualTo("The system will reboot now!\n");
    assertThat(sh("journalctl -b -o cat")).startsWith("Linux version ").doesNotContain("reboot");
    assertThat(sh("journalctl --list-boots")).containsPattern("\n -1 .*\n  0 ");
    assertThat(sh("journalctl -b -2")).contains("(-2) is not available");
    sh("sleep 2; journalctl --rotate; journalctl --vacuum-time=1s");
    assertThat(sh("journalctl")).isEqualTo("-- No entries --\n");
  }

  @Test
  void reboot_f_sends_no_sigterm() {
    sh("trap 'echo asked > /etc/asked' TERM; reboot -f; sleep 5");
    assertThat(sh("ls /etc/asked")).contains("No such file");
  }

  @Test
  void only_root_may_reboot_and_power_off_is_rejected() {
    assertThat(
            sh(
                "setpriv --reuid=65534 --clear-groups reboot; setpriv --reuid 65534 --clear-groups"
                    + " systemctl reboot"))
        .isEqualTo("Call to Reboot failed: Access denied\n".repeat(2));
    assertThat(sh("shutdown -h now; reboot -p; shutdown now"))
        .contains("only a restart is possible")
        .hasLineCount(3);
    assertThat(sh("shutdown -r +5")).contains("only 'now' is possible: shutdown -r now");
  }

  @Test
  void each_boot_has_its_own_boot_id() {
    String id = sh("cat /proc/sys/kernel/random/boot_id");
    assertThat(sh("cat /proc/sys/kernel/random/boot_id")).isEqualTo(id).hasSize(37);
    sh("reboot");
    assertThat(sh("cat /proc/sys/kernel/random/boot_id")).isNotEqualTo(id).hasSize(37);
  }
}
