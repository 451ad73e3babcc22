package dev.cnilab.cluster.image.agnhost.call;

import dev.cnilab.userland.process.Process;
import java.io.IOException;
import java.util.Map;

/** One command of agnhost. */
public interface AgnhostCommand {
  /** Its flags with their defaults, whose types theirs are; a boolean one needs no value. */
  default Map<String, String> flags() {
    return Map.of();
  }

  /** The letters that stand for some of them after a single dash. */
  default Map<Character, String> letters() {
    return Map.of();
  }

  /**
   * Runs from beginning to end, in a task of the loop.
   *
   * @return the exit status
   */
  int run(Process process, AgnhostFlags flags) throws IOException;
}
