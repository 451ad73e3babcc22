package dev.cnilab.userland.command;

import dev.cnilab.userland.process.Program;
import java.io.IOException;
import java.util.List;

/** A command, in whichever dialect it is invoked. */
@FunctionalInterface
public interface Command {
  /**
   * Runs it.
   *
   * @return its exit status
   * @throws IOException if it has to give up; a {@code ProgramException} says why and with which
   *     status
   */
  int run(Invocation call) throws IOException;

  /** The command as an executable's program. */
  default Program in(Dialect dialect) {
    return process -> {
      List<String> argv = process.arguments();
      String path = argv.getFirst();
      String name = dialect == Dialect.BUSYBOX ? path.substring(path.lastIndexOf('/') + 1) : path;
      return run(new Invocation(process, dialect, name, argv.subList(1, argv.size())));
    };
  }
}
