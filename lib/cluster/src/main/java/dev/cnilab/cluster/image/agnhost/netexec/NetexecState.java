package dev.cnilab.cluster.image.agnhost.netexec;

import dev.cnilab.userland.process.Process;

/** The state of a netexec: whether it serves UDP yet, and whether it is shutting down. */
final class NetexecState {
  private final Process process;
  private final int httpPort;
  private boolean ready;
  private boolean shuttingDown;

  NetexecState(Process process, int httpPort) {
    this.process = process;
    this.httpPort = httpPort;
  }

  Process process() {
    return process;
  }

  int httpPort() {
    return httpPort;
  }

  boolean isReady() {
    return ready;
  }

  boolean isShuttingDown() {
    return shuttingDown;
  }

  void ready() {
    ready = true;
  }

  void shutDown() {
    shuttingDown = true;
  }
}
