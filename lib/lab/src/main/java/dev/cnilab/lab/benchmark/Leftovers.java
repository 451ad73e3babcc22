package dev.cnilab.lab.benchmark;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * What a program has left running, which would go on acting while the cluster is judged. Nobody may
 * be its parent any more; it is known by a variable that only this program was given.
 *
 * @param program what was started
 * @param given such as {@code KUBECONFIG=/tmp/1}
 */
record Leftovers(Process program, String given) {

  /** Looks for what was started while the others were being ended. */
  private static final int ROUNDS = 10;

  /** Ends the program and all that came of it; without /proc only what is still its own. */
  void end() {
    program.descendants().forEach(ProcessHandle::destroyForcibly);
    program.destroyForcibly();
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
