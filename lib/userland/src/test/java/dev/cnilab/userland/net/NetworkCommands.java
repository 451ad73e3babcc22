package dev.cnilab.userland.net;

import org.junit.jupiter.api.AutoClose;

/** Commands that are typed on a machine with a link to another one. */
public abstract class NetworkCommands {
  @AutoClose protected final ConnectedMachine machine = new ConnectedMachine();

  /** Types a script; returns what it prints. */
  protected String sh(String script) {
    return machine.sh(script);
  }
}
