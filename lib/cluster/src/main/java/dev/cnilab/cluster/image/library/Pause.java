package dev.cnilab.cluster.image.library;

import dev.cnilab.userland.process.EventProgram;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Signal;

/** {@code pause}: does nothing until it gets a signal to end. */
final class Pause implements EventProgram {
  @Override
  public void begin(Process process) {
    process.signals().handle(Signal.TERM, () -> process.end(0));
    process.signals().handle(Signal.INT, () -> process.end(0));
  }

  @Override
  public boolean canStop() {
    return true;
  }
}
