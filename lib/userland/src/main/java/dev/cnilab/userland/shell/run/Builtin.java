package dev.cnilab.userland.shell.run;

import java.io.IOException;
import java.util.List;

/** A command that the shell runs itself. */
@FunctionalInterface
public interface Builtin {
  /**
   * Runs it.
   *
   * @param words its name and arguments
   * @return its status
   */
  int run(Interpreter shell, List<String> words) throws IOException;
}
