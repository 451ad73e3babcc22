package dev.cnilab.lab.benchmark;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Processes that a program has left running, which would keep acting while the cluster is judged.
 * They may no longer have a parent, so they are recognized by a variable that only this program was
 * given.
 *
 * @param program the started process
 * @param given such as {@code KUBECONFIG=/tmp/1}
 */
record Leftovers(Process program, String given) {

  /** The number of searches for processes that were started while others were being killed. */
  private static final int ROUNDS = 10;

  /**
   * Kills the program and all its descendants; without /proc only those that are still its
   * children.
   */
  void end() {
    program.descendants().forEach(ProcessHandle::destroyForcibly);
    // Process.destroyForcibly would close the output, of which not all may have been read yet.
    program.toHandle().destroyForcibly();
    for (int round = 0; round < ROUNDS; round++) {
      List<ProcessHandle> some = ProcessHandle.allProcesses().filter(this::isOurs).toList();
      if (some.isEmpty()) {
        return;
      }
      some.forEach(ProcessHandle::destroyForcibly);
    }
  }

  private boolean isOurs(ProcessHandle process) {
    try {
      String all =
          Files.readString(
              Path.of("/proc/" + process.pid() + "/environ"), StandardCharsets.ISO_8859_1);
      return Arrays.asList(all.split("\0", -1)).contains(given);
    } catch (IOException notOurs) {
      return false;
    }
  }
}
