package dev.cnilab.lab.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The script that waits on a node, run by this machine's shell on a folder instead of a node. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "the script is for nodes, and they run Linux")
class SwitchScriptTest {

  private static final String LONG = "600";
  private static final String RUNS = "a1".repeat(32);
  private static final String GONE = "b2".repeat(32);

  @TempDir Path root;
  private Path conflist;

  @BeforeEach
  void aNode() throws IOException, InterruptedException {
    conflist = root.resolve("etc/cni/net.d/10-flannel.conflist");
    Files.createDirectories(conflist.getParent());
    Files.writeString(conflist, "{}");
    Files.createDirectories(home());
    try (InputStream script =
        Objects.requireNonNull(Guard.class.getResourceAsStream("switch.sh"))) {
      Files.copy(script, home().resolve("switch.sh"));
    }
  }

  @AfterEach
  void disarm() throws IOException, InterruptedException {
    if (Files.exists(home().resolve("switch.sh"))) {
      script("disarm");
    }
  }

  private Path home() {
    return root.resolve("var/lib/cni-lab");
  }

  private void script(String... words) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder("sh", home().resolve("switch.sh").toString());
    builder.command().addAll(List.of(words));
    builder.environment().put("CNILAB_ROOT", root.toString());
    // Without this machine's ip, because a folder has no interfaces.
    builder.environment().put("PATH", root.resolve("bin") + ":/usr/bin:/bin");
    builder.environment().put("CNILAB_SANDBOX_SECONDS", "0");
    Process process = builder.inheritIO().start();
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
  }

  /**
   * Waits for the process's last action, the removal of its file; its end may be invisible if
   * nothing reaps it.
   */
  private void awaitEnd() throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (Files.exists(home().resolve("pid")) && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  @Test
  void the_switch_restores_files_and_removes_added_ones_without_a_sign_of_life() throws Exception {
    script("arm", LONG);
    Files.delete(conflist);
    Files.writeString(conflist.resolveSibling("00-mine.conf"), "broken");
    Files.setLastModifiedTime(home().resolve("alive"), FileTime.from(Instant.EPOCH));
    awaitEnd();
    assertThat(conflist).hasContent("{}");
    assertThat(conflist.resolveSibling("00-mine.conf")).doesNotExist();
    assertThat(home().resolve("restored")).exists();
  }

  @Test
  void restore_sets_the_hairpin_mode_of_bridge_ports_again() throws Exception {
    Path hairpin = port("veth1", "1");
    Path plain = port("veth2", "0");
    script("arm", LONG);
    Files.writeString(hairpin, "0\n");
    script("restore");
    assertThat(hairpin).hasContent("1");
    assertThat(plain).hasContent("0");
  }

  private Path port(String name, String hairpin) throws IOException {
    Path port = root.resolve("sys/class/net").resolve(name).resolve("brport");
    return Files.writeString(Files.createDirectories(port).resolve("hairpin_mode"), hairpin + "\n");
  }

  @Test
  void arming_twice_keeps_the_first_copy() throws Exception {
    script("arm", LONG);
    Files.writeString(conflist, "broken");
    script("arm", LONG);
    script("restore");
    assertThat(conflist).hasContent("{}");
  }

  @Test
  void the_last_arming_sets_the_timeout() throws Exception {
    script("arm", LONG);
    Files.writeString(conflist, "broken");
    script("arm", "1");
    awaitEnd();
    assertThat(conflist).hasContent("{}");
  }

  @Test
  void arming_after_a_node_restart_first_restores_the_files() throws Exception {
    script("arm", LONG);
    Files.writeString(conflist, "broken");
    endTheProcess();
    script("arm", LONG);
    assertThat(conflist).hasContent("{}");
  }

  private void endTheProcess() throws IOException {
    Path pid = home().resolve("pid");
    ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()))
        .ifPresent(ProcessHandle::destroyForcibly);
    Files.writeString(pid, "999999999"); // higher than any process ID of Linux
  }

  @Test
  void a_restore_before_a_node_restart_keeps_the_copy() throws Exception {
    script("arm", LONG);
    script("restore");
    Files.writeString(conflist, "broken");
    endTheProcess();
    script("arm", LONG);
    assertThat(conflist).hasContent("{}");
  }

  @Test
  void restore_frees_addresses_of_sandboxes_that_are_gone() throws Exception {
    Path leases = root.resolve("var/lib/cni/networks/cbr0");
    Files.createDirectories(leases);
    Files.writeString(leases.resolve("10.244.1.2"), RUNS + "\r\neth0");
    Files.writeString(leases.resolve("10.244.1.3"), GONE + "\r\neth0");
    Files.writeString(leases.resolve("last_reserved_ip.0"), "10.244.1.3");
    sandboxes(RUNS.substring(0, 13) + "  2 minutes ago  Ready  web  default");
    script("arm", LONG);
    script("restore");
    assertThat(leases.resolve("10.244.1.3")).doesNotExist();
    assertThat(leases.resolve("10.244.1.2")).exists();
    assertThat(leases.resolve("last_reserved_ip.0")).exists();
  }

  @Test
  void restore_frees_no_address_if_the_sandboxes_cannot_be_listed() throws Exception {
    Path lease = root.resolve("var/lib/cni/networks/cbr0/10.244.1.3");
    Files.createDirectories(lease.getParent());
    Files.writeString(lease, GONE);
    script("arm", LONG);
    script("restore");
    assertThat(lease).exists();
  }

  private void sandboxes(String row) throws IOException {
    command("crictl", "echo POD ID\necho '" + row + "'");
  }

  private void command(String name, String script) throws IOException {
    Path command = root.resolve("bin").resolve(name);
    Files.createDirectories(command.getParent());
    Files.writeString(command, "#!/bin/sh\n" + script + "\n");
    assertThat(command.toFile().setExecutable(true)).isTrue();
  }

  @Test
  void restore_does_not_set_a_bridge_mtu_that_follows_its_ports() throws Exception {
    mtus(1450, 1450);
    script("arm", LONG);
    mtus(1400, 1400);
    script("restore");
    assertThat(linesSet()).containsExactly("link set dev veth1 mtu 1450");
  }

  @Test
  void restore_resets_the_mtu_of_a_bridge_set_below_its_ports() throws Exception {
    mtus(1450, 1450);
    script("arm", LONG);
    mtus(1300, 1450);
    script("restore");
    assertThat(linesSet()).contains("link set dev cni0 mtu 1450");
  }

  /** An ip command that knows a bridge and its only port, and records what is set. */
  private void mtus(int bridge, int port) throws IOException {
    Files.writeString(
        root.resolve("links"),
        "4: cni0: <BROADCAST> mtu %d qdisc noqueue\n5: veth1@if2: <BROADCAST> mtu %d master cni0\n"
            .formatted(bridge, port));
    command(
        "ip",
        """
        case "$*" in
        '-o link') cat "$CNILAB_ROOT/links" ;;
        '-o link show master cni0') grep 'master cni0' "$CNILAB_ROOT/links" ;;
        '-o link show dev '*) grep " $5[:@]" "$CNILAB_ROOT/links" ;;
        'link set '*) echo "$*" >>"$CNILAB_ROOT/set" ;;
        esac\
        """);
  }

  private List<String> linesSet() throws IOException {
    return Files.readAllLines(root.resolve("set"));
  }

  @Test
  void restore_removes_added_tunnel_routes_and_restores_lost_ones() throws Exception {
    routes("10.244.2.0/24 via 10.244.2.0 onlink");
    script("arm", LONG);
    routes("10.244.0.0/16 scope link", "10.244.3.0/24 via 10.244.3.0 onlink");
    script("restore");
    assertThat(linesSet())
        .containsExactly(
            "route del 10.244.0.0/16 scope link dev flannel.1",
            "route replace 10.244.2.0/24 via 10.244.2.0 onlink dev flannel.1");
  }

  /** An ip command that knows routes into the tunnel, and records what is set. */
  private void routes(String... lines) throws IOException {
    Files.write(root.resolve("routes"), List.of(lines));
    command(
        "ip",
        """
        case "$*" in
        '-4 route show dev flannel.1') cat "$CNILAB_ROOT/routes" ;;
        'route del '* | 'route replace '*) echo "$*" >>"$CNILAB_ROOT/set" ;;
        esac\
        """);
  }

  @Test
  void disarming_removes_copies_of_the_course_and_keeps_earlier_files() throws Exception {
    Path earlier = root.resolve("root/portmap");
    Path copy = root.resolve("root/10-flannel.conflist");
    Files.createDirectories(copy.getParent());
    Files.writeString(earlier, "the owner's");
    script("arm", LONG);
    Files.writeString(copy, "{}");
    script("restore");
    assertThat(copy).exists();
    script("disarm");
    assertThat(copy).doesNotExist();
    assertThat(earlier).exists();
  }

  @Test
  void disarming_removes_the_directory_of_the_switch() throws Exception {
    script("arm", LONG);
    script("disarm");
    assertThat(home()).doesNotExist();
  }
}
