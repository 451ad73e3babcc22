package dev.cnilab.userland.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.userland.file.mount.MountNamespace;
import dev.cnilab.userland.process.EventProgram;
import dev.cnilab.userland.process.Executables;
import dev.cnilab.userland.process.Namespaces;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.ProcessSpec;
import dev.cnilab.userland.process.UtsNamespace;
import dev.cnilab.userland.shell.SandboxMachine;
import dev.cnilab.userland.shell.SandboxMachine.Result;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SystemCommandsTest {
  private static final String UNIT =
      """
      [Unit]
      Description=kubelet: The Kubernetes Node Agent
      Documentation=https://kubernetes.io/docs/

      [Service]
      ExecStart=/usr/bin/kubelet
      Restart=always
      StartLimitInterval=0
      RestartSec=10

      [Install]
      WantedBy=multi-user.target
      """;

  @AutoClose private final SandboxMachine sandbox = new SandboxMachine();

  @BeforeEach
  void installService() {
    sandbox
        .loop()
        .call(
            () -> {
              EventProgram daemon = process -> process.err().println("I0101 kubelet.go:1] up");
              sandbox.machine().programs().add("kubelet", daemon);
              Executables.write(sandbox.machine().files(), "/usr/bin/kubelet", "kubelet");
              sandbox.machine().files().createDirectories("/usr/lib/systemd/system");
              sandbox.machine().files().write("/usr/lib/systemd/system/kubelet.service", UNIT);
              sandbox.machine().units().find("kubelet").orElseThrow().start();
              return null;
            });
    sandbox.loop().advance(Duration.ofSeconds(1));
  }

  @Test
  void a_session_leader_survives_the_end_of_the_terminal() {
    Result left =
        sandbox.sh(
            """
            setsid sh -c 'sleep 2; echo on > /tmp/on' &
            sh -c 'sleep 2; echo off > /tmp/off' &
            sleep 1
            ps -eo stat,args | grep 'sleep 2'
            """);
    assertThat(left.out()).contains("Ss   sh -c sleep 2; echo on", "S    sh -c sleep 2; echo off");
    sandbox.loop().advance(Duration.ofSeconds(3));
    assertThat(sandbox.sh("cat /tmp/on").out()).isEqualTo("on\n");
    assertThat(sandbox.sh("setsid -w sh -c 'exit 7'; echo $?").out()).isEqualTo("7\n");
    assertThat(sandbox.sh("setsid nosuch; echo $?").err())
        .isEqualTo("setsid: failed to execute nosuch: No such file or directory\n");
    assertThat(sandbox.sh("setsid").err())
        .isEqualTo("setsid: no command specified\nTry 'setsid --help' for more information.\n");
  }

  @Test
  void the_output_of_a_service_is_in_the_journal() {
    assertThat(sandbox.sh("journalctl -u kubelet -o cat --no-pager").out())
        .isEqualTo(
            """
            Started kubelet.service - kubelet: The Kubernetes Node Agent.
            I0101 kubelet.go:1] up
            """);
    assertThat(sandbox.sh("journalctl -u kubelet -n 1").out())
        .matches("Jan 01 00:00:00 worker-1 kubelet\\[\\d+\\]: I0101 kubelet.go:1\\] up\n");
    assertThat(sandbox.sh("journalctl -u nothing").out()).isEqualTo("-- No entries --\n");
  }

  @Test
  void journalctl_filters_by_relative_time_and_rejects_other_formats() {
    assertThat(sandbox.sh("sleep 60; journalctl -u kubelet -S -10s").out())
        .isEqualTo("-- No entries --\n");
    assertThat(sandbox.sh("journalctl -u kubelet -S -1000days -o cat").out())
        .contains("kubelet.go:1] up\n");
    assertThat(sandbox.sh("journalctl -o json").err())
        .isEqualTo("journalctl: output format 'json' is not available on this machine\n");
    assertThat(sandbox.sh("journalctl -o xml").err())
        .isEqualTo("journalctl: Unknown output format 'xml'.\n");
  }

  @Test
  void systemctl_lists_units_by_any_of_their_states() {
    for (String state : List.of("running", "active", "loaded", "failed,running")) {
      assertThat(sandbox.sh("systemctl list-units --state=" + state).out())
          .as(state)
          .contains("kubelet.service");
    }
    assertThat(sandbox.sh("systemctl list-units --state=inactive").out())
        .doesNotContain("kubelet.service");
  }

  /** The columns of procps 4. */
  @Test
  void ps_lists_processes_in_the_requested_columns() {
    sandbox.sh("sleep 1d &");
    String pid = sandbox.sh("pgrep sleep").out().strip();
    assertThat(sandbox.sh("ps -ef").out())
        .startsWith(
            "UID          PID    PPID  C STIME TTY          TIME CMD\nroot           1       0 ")
        .contains("root     %7s       1  0 00:00 ?        00:00:00 sleep 1d\n".formatted(pid));
    assertThat(sandbox.sh("ps aux").out())
        .startsWith(
            "USER         PID %CPU %MEM    VSZ   RSS TTY      STAT START   TIME COMMAND\nroot ")
        .containsPattern("root     %7s .* 00:00   0:00 sleep 1d\n".formatted(pid));
    assertThat(sandbox.sh("ps -e").out())
        .startsWith("    PID TTY          TIME CMD\n      1 ?        00:00:00 ")
        .contains("%7s ?        00:00:00 sleep\n".formatted(pid));
    assertThat(sandbox.sh("ps -p " + pid + " -o pid=,args=").out().strip())
        .isEqualTo(pid + " sleep 1d");
    assertThat(sandbox.sh("cat /proc/" + pid + "/status /proc/1/status").out())
        .contains("Name:\tsleep\n", "Pid:\t" + pid + "\nPPid:\t1\nUid:\t0\t0\t0\t0\n")
        .contains("Pid:\t1\nPPid:\t0\nUid:\t0\t0\t0\t0\n");
    assertThat(sandbox.sh("kill " + pid + "; ps -e | grep -c sleep").out()).isEqualTo("0\n");
  }

  @Test
  void a_stopped_service_stays_stopped_until_it_is_started() {
    Result result =
        sandbox.sh(
            "systemctl is-active kubelet; systemctl stop kubelet; sleep 60;"
                + " systemctl is-active kubelet; echo $?; systemctl start kubelet;"
                + " systemctl is-active kubelet");
    assertThat(result.out()).isEqualTo("active\ninactive\n3\nactive\n");
  }

  @Test
  void a_killed_service_restarts_after_its_restart_delay() {
    Result result =
        sandbox.sh(
            "pkill -9 kubelet; systemctl is-active kubelet; sleep 11; systemctl is-active kubelet;"
                + " journalctl -u kubelet -o cat | sed -n 3,5p");
    assertThat(result.out())
        .isEqualTo(
            """
            activating
            active
            kubelet.service: Main process exited, code=killed, status=9/KILL
            kubelet.service: Failed with result 'signal'.
            kubelet.service: Scheduled restart job, restart counter is at 1.
            """);
  }

  @Test
  void systemctl_reports_a_service_whose_executable_is_missing() {
    Result result =
        sandbox.sh(
            "mv /usr/bin/kubelet /root; systemctl restart kubelet; systemctl status kubelet");
    assertThat(result.err()).contains("Job for kubelet.service failed");
    assertThat(result.out()).contains("activating (auto-restart)", "status=203/EXEC");
  }

  @Test
  void systemctl_rejects_an_unknown_unit_in_the_words_of_systemd() {
    Result result = sandbox.sh("systemctl status nope; echo $?; systemctl start nope; echo $?");
    assertThat(result.err())
        .isEqualTo(
            """
            Unit nope.service could not be found.
            Failed to start nope.service: Unit nope.service not found.
            """);
    assertThat(result.out()).isEqualTo("4\n5\n");
  }

  /** A container as containerd creates it: namespaces of its own, files from a directory. */
  private Process container() {
    return sandbox
        .loop()
        .call(
            () -> {
              MountNamespace files =
                  new MountNamespace(sandbox.machine().disk().tree("/rootfs"), "overlay");
              Executables.write(files, "/sleep", "sleep");
              NetworkNamespace network = sandbox.machine().network().newNamespace("cni-1");
              Namespaces own =
                  sandbox
                      .machine()
                      .processes()
                      .init()
                      .namespaces()
                      .with(files)
                      .with(network)
                      .with(sandbox.machine().processes().pids().newChild())
                      .with(new UtsNamespace("nettest-1"));
              return sandbox
                  .machine()
                  .start(ProcessSpec.of("/sleep", "1d").namespaces(own).workingDirectory("/"));
            });
  }

  @Test
  void unshare_runs_a_command_in_new_namespaces() {
    assertThat(
            sandbox
                .sh(
                    "readlink /proc/self/ns/net /proc/self/ns/mnt; unshare -n readlink"
                        + " /proc/self/ns/net /proc/self/ns/mnt")
                .out()
                .lines()
                .distinct())
        .hasSize(3);
    assertThat(
            sandbox.sh("hostname before; unshare -u sh -c 'hostname in; hostname'; hostname").out())
        .isEqualTo("in\nbefore\n");
    assertThat(sandbox.sh("unshare -n -f nosuch 2>&1; echo $?").out())
        .isEqualTo("unshare: failed to execute nosuch: No such file or directory\n127\n");
    assertThat(sandbox.sh("setpriv --reuid 1000 unshare -n true").err())
        .isEqualTo("unshare: unshare failed: Operation not permitted\n");
    assertThat(sandbox.sh("unshare -r true").err())
        .isEqualTo(
            "unshare: option '-r' is not available on this machine\n"
                + "Try 'unshare --help' for more information.\n");
  }

  @Test
  void su_runs_a_command_as_another_user() {
    assertThat(sandbox.sh("su -s /bin/sh -c 'id -u; echo $HOME $USER' nobody").out())
        .isEqualTo("65534\n/nonexistent nobody\n");
    assertThat(sandbox.sh("cd /tmp; X=1 su - root -c 'pwd; echo $X.$LOGNAME'").out())
        .isEqualTo("/root\n.root\n");
    assertThat(sandbox.sh("su nobody; echo $?").out()).isEqualTo("1\n");
    assertThat(sandbox.sh("su nosuch").err())
        .isEqualTo(
            "su: user nosuch does not exist or the user entry does not contain all the required"
                + " fields\n");
    assertThat(sandbox.sh("setpriv --reuid 1000 su -c id < /dev/null").err())
        .isEqualTo("Password: \nsu: Authentication failure\n");
  }

  @Test
  void nsenter_runs_a_command_only_in_the_chosen_namespaces() {
    int pid = container().pid();
    assertThat(sandbox.sh("nsenter -t " + pid + " -u hostname; hostname").out())
        .isEqualTo("nettest-1\nworker-1\n");
    assertThat(sandbox.sh("nsenter --target " + pid + " --mount /bin/ls /").err())
        .isEqualTo("nsenter: failed to execute /bin/ls: No such file or directory\n");
    assertThat(
            sandbox
                .sh(
                    "nsenter -t "
                        + pid
                        + " -n readlink /proc/self/ns/net; readlink /proc/"
                        + pid
                        + "/ns/net")
                .out()
                .lines()
                .distinct())
        .hasSize(1);
    assertThat(sandbox.sh("nsenter -t 4711 -n ls").err())
        .isEqualTo("nsenter: cannot open /proc/4711/ns/net: No such file or directory\n");
  }

  @Test
  void nsenter_enters_the_node_through_pid_1() {
    Result result =
        sandbox.sh("nsenter -t 1 -m -u -n -p -i -- sh -c 'hostname; cat /etc/os-release'");
    assertThat(result.out()).startsWith("worker-1\nPRETTY_NAME=\"Debian");
  }
}
