package dev.cnilab.userland.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.userland.process.EventProgram;
import dev.cnilab.userland.process.Executables;
import dev.cnilab.userland.shell.SandboxMachine;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The figures of a machine: all commands agree, and changes are counted. */
class MachineFiguresTest {
  private static final String BUSY = "i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done";

  @AutoClose private final SandboxMachine sandbox = new SandboxMachine();

  private String sh(String line) {
    SandboxMachine.Result result = sandbox.sh(line);
    assertThat(result.err()).isEmpty();
    return result.out().strip();
  }

  private long number(String line) {
    return Long.parseLong(sh(line));
  }

  @Test
  void all_sources_show_the_same_number_of_processors() {
    String processors = sh("nproc");
    assertThat(sh("grep -c ^processor /proc/cpuinfo")).isEqualTo(processors);
    assertThat(sh("grep -c '^cpu[0-9]' /proc/stat")).isEqualTo(processors);
    assertThat(sh("lscpu | awk '/^CPU\\(s\\)/ {print $2}'")).isEqualTo(processors);
    assertThat(sh("lscpu | sed -n 's/^Model name: *//p'"))
        .isEqualTo(sh("sed -n 's/^model name.: //p' /proc/cpuinfo | head -1"));
  }

  @Test
  void all_sources_show_the_same_kernel() {
    assertThat(sh("cat /proc/version")).isEqualTo("Linux version " + sh("uname -rv"));
    assertThat(sh("cat /proc/sys/kernel/osrelease")).isEqualTo(sh("uname -r"));
  }

  @Test
  void memory_of_a_process_is_subtracted_from_free_memory() {
    long before = number("free | awk '/^Mem/ {print $4}'");
    assertThat(number("awk '/^MemTotal/ {print $2}' /proc/meminfo"))
        .isEqualTo(number("free | awk '/^Mem/ {print $2}'"));
    String held =
        sh(
            "x=$(head -c 5000000 /dev/zero | tr '\\0' x); ps -o rss= -p $$; free | awk '/^Mem/"
                + " {print $4}'; grep VmRSS /proc/$$/status");
    long[] figures =
        held.lines().mapToLong(line -> Long.parseLong(line.replaceAll("\\D", ""))).toArray();
    assertThat(figures[0]).isGreaterThan(5_000);
    assertThat(figures[1]).isLessThan(before - 5_000);
    assertThat(figures[2]).isEqualTo(figures[0]);
    assertThat(number("free | awk '/^Mem/ {print $4}'")).isEqualTo(before);
  }

  @Test
  void cpu_time_is_counted_for_its_process_and_the_machine() {
    assertThat(sh("cut -d' ' -f1-3 /proc/loadavg")).isEqualTo("0.00 0.00 0.00");
    String[] told = sh(BUSY + "; awk '{print $14}' /proc/$$/stat; head -1 /proc/stat").split("\n");
    long ticks = Long.parseLong(told[0]);
    assertThat(ticks).isPositive();
    assertThat(Long.parseLong(told[1].split(" +")[1])).isGreaterThanOrEqualTo(ticks);
  }

  @Test
  void systemctl_status_counts_only_the_processes_of_the_service() {
    sandbox
        .loop()
        .call(
            () -> {
              EventProgram daemon = process -> {};
              sandbox.machine().programs().add("daemon", daemon);
              Executables.write(sandbox.machine().files(), "/usr/bin/daemon", "daemon");
              sandbox.machine().files().createDirectories("/usr/lib/systemd/system");
              sandbox
                  .machine()
                  .files()
                  .write(
                      "/usr/lib/systemd/system/daemon.service",
                      "[Service]\nExecStart=/usr/bin/daemon\n");
              sandbox.machine().units().find("daemon").orElseThrow().start();
              return true;
            });
    sandbox.sh("sleep 1d &");
    assertThat(sh("systemctl status daemon"))
        .containsPattern("Tasks: 1 \\(limit: 614\\)\n +Memory: 400\\.0K\n +CPU: \\d+ms\n")
        .containsPattern("CGroup: /system.slice/daemon.service\n +└─\\d+ /usr/bin/daemon");
  }

  @Test
  void ss_i_shows_the_measurements_of_tcp() {
    sandbox
        .loop()
        .call(
            () -> {
              sandbox.machine().networkNamespace().links().loopback().setUp();
              return true;
            });
    String seen =
        sh(
            "nc -lk -p 90 >/dev/null & sleep 1; (echo hello; sleep 2) | nc 127.0.0.1 90 & sleep 1;"
                + " ss -tnie; kill %1 %2 2>/dev/null");
    assertThat(seen).containsPattern("ino:\\d+ sk:[0-9a-f]+ <->\n\t reno rto:[\\d.]+ ");
    assertThat(seen).doesNotContain("cubic");
  }
}
