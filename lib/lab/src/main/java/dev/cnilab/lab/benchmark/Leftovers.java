package dev.cnilab.lab.benchmark;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * What a program has left running, which would go on acting while the cluster is judged. Nobody is
 * its parent any more; it is known by a variable that only this program was given.
 */
final class Leftovers {

  private Leftovers() {}

  /**
   * Ends them; where there is no /proc, nothing.
   *
   * @param given such as {@code KUBECONFIG=/tmp/1}
   */
  static void end(String given) {
    ProcessHandle.allProcesses()
        .filter(process -> has(process.pid(), given))
        .forEach(ProcessHandle::destroyForcibly);
  }

  private static boolean has(long pid, String given) {
    try {
      String all =
          Files.readString(Path.of("/proc/" + pid + "/environ"), StandardCharsets.ISO_8859_1);
      return Arrays.asList(all.split("\0", -1)).contains(given);
    } catch (IOException notOurs) {
      return false;
    }
  }
}
