package dev.cnilab.userland.service;

import java.io.IOException;
import java.util.function.Consumer;

/** How a service's main process comes to be: the machine's part. */
@FunctionalInterface
public interface Launcher {
  /**
   * Starts it; its output goes to the journal.
   *
   * @param ended is told of its end
   * @throws IOException if it cannot be executed
   */
  MainProcess launch(Unit unit, Consumer<MainProcess.End> ended) throws IOException;
}
