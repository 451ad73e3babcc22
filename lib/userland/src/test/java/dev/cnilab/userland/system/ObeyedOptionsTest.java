package dev.cnilab.userland.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.userland.shell.SandboxMachine;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An option has its effect, or is refused by its name. */
class ObeyedOptionsTest {
  @AutoClose private final SandboxMachine sandbox = new SandboxMachine();

  private String sh(String line) {
    SandboxMachine.Result result = sandbox.sh("PATH=/usr/sbin:/usr/bin; " + line);
    return result.out() + result.err();
  }

  private void service(String name) {
    sh(
        "mkdir -p /usr/lib/systemd/system /etc/systemd/system; printf '[Service]\\n"
            + "ExecStart=/usr/bin/sleep 100000\\n"
            + "' >/usr/lib/systemd/system/"
            + name
            + ".service; systemctl daemon-reload; systemctl start "
            + name);
  }

  @Test
  void hexdump_and_od_abbreviate_equal_lines_unless_given_v() {
    String zeros = "head -c 64 /dev/zero | ";
    assertThat(sh(zeros + "hexdump -C"))
        .isEqualTo(
            "00000000  00 00 00 00 00 00 00 00  00 00 00 00 00 00 00 00  |................|\n"
                + "*\n00000040\n");
    assertThat(sh(zeros + "hexdump -Cv").lines()).hasSize(5);
    assertThat(sh(zeros + "od -An -tx1").lines()).hasSize(2).last().isEqualTo("*");
    assertThat(sh(zeros + "od -v").lines()).hasSize(5);
  }

  @Test
  void cat_shows_nonprinting_characters_and_squeezes_blank_lines() {
    assertThat(sh("printf 'a\\tb\\001\\n\\n\\n\\nc\\303\\251\\n' | cat -vs"))
        .isEqualTo("a\tb^A\n\ncM-CM-)\n");
    assertThat(sh("printf 'a\\tb\\177' | cat -A")).isEqualTo("a^Ib^?");
  }

  @Test
  void chmod_f_prints_no_error() {
    assertThat(sh("chmod 644 /nowhere")).contains("cannot access '/nowhere'");
    assertThat(sh("chmod -f 644 /nowhere; echo $?")).isEqualTo("1\n");
  }

  @Test
  void pwd_prints_the_physical_or_the_logical_path() {
    assertThat(sh("mkdir /there; ln -s there /here; cd /here; env pwd -P; PWD=/here env pwd -L"))
        .isEqualTo("/there\n/here\n");
  }

  @Test
  void systemctl_and_journalctl_accept_patterns_of_unit_names() {
    service("kubelet");
    service("containerd");
    assertThat(sh("systemctl is-active nosuch kubelet; echo $?"))
        .isEqualTo("inactive\nactive\n0\n");
    assertThat(sh("systemctl is-active 'kube*' 'con*'; echo $?")).isEqualTo("active\nactive\n0\n");
    assertThat(sh("systemctl mask --now kubelet; systemctl is-active kubelet"))
        .startsWith("inactive\n");
    assertThat(sh("systemctl list-units"))
        .contains("containerd.service", "Pass --all to see loaded but inactive units, too.")
        .doesNotContain("kubelet.service");
    assertThat(sh("systemctl list-units -a")).contains("kubelet.service");
    assertThat(sh("journalctl -u 'kube*' --no-hostname -n 1"))
        .contains("systemd[1]: ", "kubelet.service")
        .doesNotContain("containerd.service")
        .doesNotContain("worker-1");
  }

  @Test
  void the_journal_names_unit_settings_that_have_no_effect() {
    sh(
        "mkdir -p /usr/lib/systemd/system; printf '[Unit]\\nRequires=x.service\\n[Service]\\n"
            + "ExecStart=/usr/bin/sleep 1\\nKillMode=mixed\\nSyslogIdentifier=y\\n[Install]\\n"
            + "Alias=z.service\\n' >/usr/lib/systemd/system/odd.service; systemctl daemon-reload;"
            + " systemctl start odd");
    assertThat(sh("journalctl"))
        .contains("Requires= in section 'Unit' is not available on this machine")
        .contains("KillMode= in section", "SyslogIdentifier= in section", "Alias= in section");
  }

  @Test
  void ifconfig_sets_the_broadcast_address_and_the_queue_length() {
    sh("ip link add d0 type dummy; ifconfig d0 10.1.0.1 netmask 255.255.255.0 broadcast 10.1.0.9");
    assertThat(sh("ip addr show d0")).contains("10.1.0.1/24 brd 10.1.0.9");
    sh("ifconfig d0 txqueuelen 77");
    assertThat(sh("ip link show d0")).contains("qlen 77");
  }

  @Test
  void ip_h_prints_large_counters_with_a_unit() {
    sh("ip link set lo up; ping -c 20 -s 1000 127.0.0.1");
    assertThat(sh("ip -s link show lo")).containsPattern(" 41120 ");
    assertThat(sh("ip -s -h link show lo")).contains(" 41.1k ");
    assertThat(sh("ip -s -h -iec link show lo")).contains(" 40.2ki ");
  }

  @Test
  void curl_sends_a_file_saves_the_head_and_names_the_output_by_the_url() {
    sh(
        "ip link set lo up; printf 'a=1\\n"
            + "b=2\\n"
            + "' >f; { printf 'HTTP/1.1 500 No\\r"
            + "\\n"
            + "Content-Length: 4\\r"
            + "\\n"
            + "\\r"
            + "\\n"
            + "body'; sleep 1; } | nc -l -p 80 >asked & sleep 1; curl -s --fail-with-body -D heads"
            + " -O --compressed -d @f http://127.0.0.1/x/page; echo $? >status; sleep 3");
    assertThat(sh("cat status page heads")).startsWith("22\nbodyHTTP/1.1 500 No");
    assertThat(sh("cat asked")).contains("Accept-Encoding: ", "a=1b=2");
    assertThat(sh("curl -O http://127.0.0.1/")).contains("Remote file name has no length!");
  }

  @Test
  void curl_retries_only_transient_errors() {
    assertThat(sh("curl -m 1 --retry 2 http://10.255.0.1/ 2>&1 | grep Warning")).isEqualTo("");
    assertThat(sh("curl --retry 2 http://nosuch.invalid/ 2>&1 | grep Warning"))
        .isEqualTo(
            "Warning: Problem: timeout. Will retry in 1 seconds. 2 retries left.\n"
                + "Warning: Problem: timeout. Will retry in 2 seconds. 1 retries left.\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ip -N route",
        "ip link set lo carrier off",
        "ip link set lo protodown on",
        "ip route add 10.9.0.0/16 dev lo tos 4",
        "ifconfig lo metric 4",
        "ipset create s hash:ip netmask 24",
        "ipset create s hash:ip forceadd",
        "traceroute -A 127.0.0.1",
        "traceroute -g 127.0.0.1 127.0.0.1",
        "traceroute -r 127.0.0.1",
        "dig +trace example.com",
        "dig +multiline example.com",
        "dig -u example.com",
        "host -C example.com",
        "curl -x http://proxy http://127.0.0.1",
        "ps --cols 20",
        "sed -s p /etc/passwd",
        "tee -i /tmp/x",
      })
  void an_option_that_would_have_no_effect_is_rejected(String line) {
    assertThat(sh(line + "; echo status $?"))
        .contains("not available on this machine")
        .doesNotContain("status 0\n");
  }
}
