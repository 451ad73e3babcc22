package dev.cnilab.lab.begun;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.lab.begun.BegunFile.Begun;
import dev.cnilab.lab.course.Leeway;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateTest {

  private static final String CONFLIST = "worker-1 file /etc/cni/net.d/10-flannel.conflist";
  private static final String TUNNEL = "worker-1 link flannel.1";

  private static final State THEN =
      new State(Map.of(CONFLIST, "sha256:1", TUNNEL, "up, mtu 1450", "worker-1 rule -P", ""));

  private static State now(Map<String, String> things) {
    return new State(things);
  }

  @Test
  void differences_name_removed_new_and_changed_members() {
    State now =
        now(Map.of(CONFLIST, "sha256:2", TUNNEL, "up, mtu 1400", "worker-1 link br1", "up"));
    assertThat(THEN.differences(now, Leeway.NONE))
        .containsExactly(
            CONFLIST + " has changed",
            "worker-1 link br1 is new",
            TUNNEL + " was `up, mtu 1450` and is `up, mtu 1400`",
            "worker-1 rule -P is gone");
  }

  @Test
  void leeway_to_change_allows_removal_and_leeway_to_add_does_not() {
    State now = now(Map.of(TUNNEL, "up, mtu 1400", "worker-1 file /etc/cni/net.d/x.bak", "1"));
    Leeway leeway =
        Leeway.NONE.changes("worker-1 link *", "* rule *").adds("worker-1 file /etc/cni/net.d/*");
    assertThat(THEN.differences(now, leeway)).containsExactly(CONFLIST + " is gone");
  }

  @Test
  void a_pattern_is_literal_except_for_its_stars() {
    Leeway leeway = Leeway.NONE.changes("worker-1 link flannel.1");
    assertThat(leeway.letsChange("worker-1 link flannel-1")).isFalse();
    assertThat(leeway.letsChange("worker-1 link flannel.10")).isFalse();
  }

  @Test
  void a_saved_beginning_survives_its_kernel(@TempDir Path folder) {
    Path file = folder.resolve("begun.json");
    new BegunFile(file).write(new Begun("06", "uid", THEN, Map.of()).with("configmap/c", "a: b\n"));
    Begun later = new BegunFile(file).read().orElseThrow();
    assertThat(later.saved()).containsEntry("configmap/c", "a: b\n");
    assertThat(later.state()).isEqualTo(THEN);
  }

  @Test
  void a_damaged_file_reads_as_empty(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("begun.json"), "{");
    assertThat(new BegunFile(file).read()).isEmpty();
  }
}
