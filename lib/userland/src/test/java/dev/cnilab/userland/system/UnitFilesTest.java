package dev.cnilab.userland.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.userland.shell.SandboxMachine;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Services behave as their unit files say; systemd.unit(5). */
class UnitFilesTest {
  private static final String UNIT =
      """
      [Unit]
      Description=A clock
      [Service]
      Environment="ZONE=UTC" EXTRA=
      EnvironmentFile=-/etc/default/clock
      ExecStart=/usr/bin/sleep $SPAN $EXTRA
      Restart=always
      RestartSec=1min
      [Install]
      WantedBy=multi-user.target
      """;

  @AutoClose private final SandboxMachine sandbox = new SandboxMachine();

  @BeforeEach
  void install() {
    sh("mkdir -p /usr/lib/systemd/system /etc/systemd/system /etc/default");
    sh("cat > /usr/lib/systemd/system/clock.service <<'EOF'\n" + UNIT + "EOF");
    sh("echo SPAN=1000 > /etc/default/clock");
  }

  private String sh(String line) {
    SandboxMachine.Result result = sandbox.sh(line);
    return result.out() + result.err();
  }

  @Test
  void a_service_expands_environment_variables_in_its_command() {
    assertThat(sh("systemctl start clock; pgrep -a sleep")).endsWith(" /usr/bin/sleep 1000\n");
    assertThat(sh("systemctl status clock"))
        .contains("● clock.service - A clock")
        .contains("Loaded: loaded (/usr/lib/systemd/system/clock.service; disabled;")
        .contains("      Tasks: 1 (limit:", "└─");
  }

  @Test
  void systemctl_kill_signals_the_chosen_processes_of_a_service() {
    sh("echo 'trap : USR1; sleep 1000 & while :; do wait; echo woken; done' > /clock.sh");
    sh(
        "sed -i 's|^ExecStart=.*|ExecStart=/usr/bin/sh /clock.sh|; s/always/no/'"
            + " /usr/lib/systemd/system/clock.service");
    sh("systemctl daemon-reload");

    assertThat(
            sh(
                "systemctl start clock; systemctl kill -s USR1 --kill-whom=main clock; sleep 1;"
                    + " systemctl is-active clock; pgrep -c sleep; systemctl kill -s KILL clock;"
                    + " sleep 1; pgrep sleep; journalctl -u clock"))
        .startsWith("active\n1\n")
        .contains(": woken\n", "Main process exited, code=killed, status=9/KILL");
    assertThat(sh("systemctl kill -s NOSUCH clock; echo $?"))
        .isEqualTo("1\nFailed to parse signal string NOSUCH.\n");
    assertThat(sh("systemctl kill --kill-whom=control clock; echo $?"))
        .startsWith("1\n")
        .contains("No control process to kill");
  }

  @Test
  void a_changed_unit_file_takes_effect_after_daemon_reload() {
    sh(
        "systemctl start clock; sed -i 's/sleep .*/sleep 2000/'"
            + " /usr/lib/systemd/system/clock.service");
    assertThat(sh("systemctl restart clock; pgrep -a sleep"))
        .contains(" /usr/bin/sleep 1000\n")
        .contains("Warning: The unit file, source configuration file or drop-ins of clock.service");
    assertThat(sh("systemctl daemon-reload; systemctl restart clock; pgrep -a sleep"))
        .endsWith(" /usr/bin/sleep 2000\n")
        .doesNotContain("Warning");
  }

  @Test
  void a_drop_in_extends_a_unit_and_an_empty_value_resets_a_setting() {
    sh("mkdir /etc/systemd/system/clock.service.d");
    sh(
        "printf '[Service]\\nExecStart=\\nExecStart=/usr/bin/sleep 3000\\n'"
            + " > /etc/systemd/system/clock.service.d/longer.conf");
    assertThat(sh("systemctl start clock; pgrep -a sleep")).endsWith(" /usr/bin/sleep 3000\n");
    assertThat(sh("systemctl status clock"))
        .contains("    Drop-In: /etc/systemd/system/clock.service.d\n             └─longer.conf\n");
    assertThat(sh("systemctl cat clock"))
        .contains("# /usr/lib/systemd/system/clock.service\n[Unit]\nDescription=A clock\n")
        .contains("\n\n# /etc/systemd/system/clock.service.d/longer.conf\n[Service]\nExecStart=\n");
  }

  @Test
  void a_unit_file_in_etc_overrides_that_of_the_package() {
    sh(
        "sed s/clock/bell/ /usr/lib/systemd/system/clock.service"
            + " | sed 's/sleep .*/sleep 4000/' > /etc/systemd/system/clock.service");
    assertThat(sh("systemctl start clock; pgrep -a sleep")).endsWith(" /usr/bin/sleep 4000\n");
  }

  @Test
  void a_masked_unit_does_not_start() {
    assertThat(sh("systemctl mask clock"))
        .isEqualTo("Created symlink /etc/systemd/system/clock.service → /dev/null.\n");
    assertThat(sh("systemctl start clock; echo $?"))
        .isEqualTo("1\nFailed to start clock.service: Unit clock.service is masked.\n");
    assertThat(sh("systemctl unmask clock; systemctl start clock; systemctl is-active clock"))
        .isEqualTo("active\nRemoved \"/etc/systemd/system/clock.service\".\n");
  }

  @Test
  void a_unit_without_a_command_does_not_start() {
    sh("sed -i /ExecStart/d /usr/lib/systemd/system/clock.service");
    assertThat(sh("systemctl start clock"))
        .startsWith(
            "Failed to start clock.service: Unit clock.service has a bad unit file setting.");
    assertThat(sh("systemctl status clock")).contains("Loaded: bad-setting (Reason: Unit clock");
  }

  @Test
  void a_missing_environment_file_without_a_dash_fails_the_service() {
    sh("sed -i s/=-/=/ /usr/lib/systemd/system/clock.service; rm /etc/default/clock");
    assertThat(sh("systemctl start clock"))
        .startsWith(
            "Job for clock.service failed because of unavailable resources or another system"
                + " error.");
    assertThat(sh("journalctl -u clock -o cat"))
        .contains("clock.service: Failed to load environment files: No such file or directory")
        .contains("clock.service: Failed with result 'resources'.");
  }

  @Test
  void a_service_that_restarts_too_often_stays_failed() {
    sh("sed -i 's/sleep .*/false/; s/1min/100ms/' /usr/lib/systemd/system/clock.service");
    sh("sed -i 's/bin.sleep/bin\\/false/' /usr/lib/systemd/system/clock.service");
    sh("systemctl start clock; sleep 5");
    assertThat(sh("systemctl is-active clock; journalctl -u clock -o cat | tail -3"))
        .isEqualTo(
            """
            failed
            clock.service: Start request repeated too quickly.
            clock.service: Failed with result 'exit-code'.
            Failed to start clock.service - A clock.
            """);
    assertThat(sh("systemctl reset-failed clock; systemctl is-active clock"))
        .isEqualTo("inactive\n");
  }

  @Test
  void starting_a_oneshot_service_waits_for_its_end() {
    sh(
        "printf '[Service]\\nType=oneshot\\nExecStart=/usr/bin/touch /tmp/done\\n'"
            + " > /etc/systemd/system/once.service");
    assertThat(sh("systemctl start once; ls /tmp/done; systemctl is-active once"))
        .isEqualTo("/tmp/done\ninactive\n");
  }

  @Test
  void the_journal_names_unsupported_and_malformed_unit_settings() {
    sh(
        "printf '[Service]\\nExecStart=/usr/bin/sleep 1\\nUser=nobody\\nrubbish\\n'"
            + " > /etc/systemd/system/odd.service; systemctl start odd");
    assertThat(sh("journalctl -o cat | grep odd.service:"))
        .contains("/etc/systemd/system/odd.service:3: User= in section 'Service' is not available")
        .contains("/etc/systemd/system/odd.service:4: Missing '=', ignoring line.");
  }

  @Test
  void systemctl_enable_links_the_unit_into_the_target() {
    assertThat(sh("systemctl enable clock"))
        .isEqualTo(
            "Created symlink /etc/systemd/system/multi-user.target.wants/clock.service →"
                + " /usr/lib/systemd/system/clock.service.\n");
    assertThat(sh("systemctl is-enabled clock; systemctl list-unit-files --no-legend"))
        .isEqualTo("enabled\nclock.service enabled  enabled\n");
  }
}
