package dev.cnilab.userland.command;

import dev.cnilab.userland.process.Program;
import java.io.IOException;
import java.util.List;

/** A command in any dialect. */
@FunctionalInterface
public interface Command {
  /**
   * Runs it.
   *
   * @return its exit status
   * @throws IOException if it gives up; a {@code ProgramException} carries the message and the
   *     status
   */
  int run(Invocation call) throws IOException;

  /** This command as the program of an executable. */
  default Program in(Dialect dialect) {
    return process -> {
      List<String> argv = process.arguments();
      String path = argv.getFirst();
      String name = dialect == Dialect.BUSYBOX ? path.substring(path.lastIndexOf('/') + 1) : path;
      return run(new Invocation(process, dialect, name, argv.subList(1, argv.size())));
    };
  }
}
