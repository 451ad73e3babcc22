package dev.cnilab.userland.service;

import dev.cnilab.userland.service.unit.MainProcess;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Starts the main process of a service; implemented by the machine. */
@FunctionalInterface
public interface Launcher {
  /**
   * Starts it; its output goes to the journal.
   *
   * @param unit its name in the journal
   * @param command the first word is the path of the executable
   * @param ended receives its exit
   * @throws IOException if it cannot be executed
   */
  MainProcess launch(
      String unit,
      List<String> command,
      Map<String, String> environment,
      Consumer<MainProcess.End> ended)
      throws IOException;
}
