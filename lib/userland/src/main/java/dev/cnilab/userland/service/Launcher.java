package dev.cnilab.userland.service;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** How a service's main process comes to be: the machine's part. */
@FunctionalInterface
public interface Launcher {
  /**
   * Starts it; its output goes to the journal.
   *
   * @param unit the name under which the journal has it
   * @param command its first word is the path of the executable
   * @param ended is told of its end
   * @throws IOException if it cannot be executed
   */
  MainProcess launch(
      String unit,
      List<String> command,
      Map<String, String> environment,
      Consumer<MainProcess.End> ended)
      throws IOException;
}
