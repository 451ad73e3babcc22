package dev.cnilab.userland.net;

import org.junit.jupiter.api.AutoClose;

/** Commands that are typed on a machine with a link to another one. */
abstract class NetworkCommands {
  @AutoClose final ConnectedMachine machine = new ConnectedMachine();

  /** Types a script; returns what it prints. */
  String sh(String script) {
    return machine.sh(script);
  }
}
