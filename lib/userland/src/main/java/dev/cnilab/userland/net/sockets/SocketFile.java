package dev.cnilab.userland.net.sockets;

import dev.cnilab.userland.stream.OpenFile;

/** A socket as an open file of processes: it is closed with the last descriptor for it. */
final class SocketFile extends OpenFile {
  private final Object socket;
  private final Runnable close;

  SocketFile(Object socket, Runnable close) {
    this.socket = socket;
    this.close = close;
  }

  /** A socket of netsim. */
  Object socket() {
    return socket;
  }

  @Override
  protected void release() {
    close.run();
  }
}
