package dev.cnilab.userland.process;

import java.io.IOException;

/** What an executable does, written as plain blocking code. */
@FunctionalInterface
public interface Program {
  /**
   * Runs from beginning to end, in a task of the loop.
   *
   * @return the exit status, of which the lower eight bits count
   * @throws IOException if reading or writing failed; the process prints it and ends with status 1,
   *     or as SIGPIPE ends it if nobody reads its output any more
   */
  int run(Process process) throws IOException;
}
