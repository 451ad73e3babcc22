package dev.cnilab.userland.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.userland.net.NetworkCommands;
import org.junit.jupiter.api.Test;

/** {@code flock} lets one command at a time hold a file. */
class FlockTest extends NetworkCommands {
  @Test
  void flock_waits_for_a_lock_or_gives_up_with_n() {
    assertThat(
            sh(
                "flock /tmp/l -c 'sleep 2; echo first' & sleep 0.1;"
                    + " flock -n /tmp/l echo never || echo busy; flock /tmp/l echo second; wait"))
        .isEqualTo("busy\nfirst\nsecond\n");
  }

  @Test
  void shared_locks_coexist_and_block_an_exclusive_one() {
    assertThat(
            sh(
                "flock -s /tmp/l sleep 2 & sleep 0.1; flock -s -n /tmp/l echo shared;"
                    + " flock -x -w 0.5 -E 7 /tmp/l true; echo $?; wait"))
        .isEqualTo("shared\n7\n");
  }

  @Test
  void flock_reports_a_lock_file_that_it_cannot_open() {
    assertThat(sh("flock /nosuch/l true; echo $?"))
        .isEqualTo("66\nflock: cannot open lock file /nosuch/l: No such file or directory\n");
    assertThat(sh("flock 9 2>&1")).contains("file descriptor is not available");
  }
}
