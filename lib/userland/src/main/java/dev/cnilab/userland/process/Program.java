package dev.cnilab.userland.process;

import java.io.IOException;

/** The code of an executable, written as plain blocking code. */
@FunctionalInterface
public interface Program {
  /**
   * Runs the program in a task of the loop.
   *
   * @return the exit status, of which the lower eight bits count
   * @throws IOException if reading or writing failed; the process prints it and exits with status
   *     1, or is killed by SIGPIPE if its output no longer has a reader
   */
  int run(Process process) throws IOException;
}
