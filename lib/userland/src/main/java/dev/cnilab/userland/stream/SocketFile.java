package dev.cnilab.userland.stream;

/** A socket as an open file of processes: it is closed with the last descriptor for it. */
public final class SocketFile extends OpenFile {
  private final Object socket;
  private final Runnable close;

  public SocketFile(Object socket, Runnable close) {
    this.socket = socket;
    this.close = close;
  }

  /** A socket of netsim. */
  public Object socket() {
    return socket;
  }

  @Override
  protected void release() {
    close.run();
  }
}
