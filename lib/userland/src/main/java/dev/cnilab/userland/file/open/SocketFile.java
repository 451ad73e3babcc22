package dev.cnilab.userland.file.open;

/** A socket as an open file of processes: it is closed with its last file descriptor. */
public final class SocketFile extends OpenFile {
  private final Object socket;
  private final Runnable close;

  public SocketFile(Object socket, Runnable close) {
    this.socket = socket;
    this.close = close;
  }

  /** The socket in netsim. */
  public Object socket() {
    return socket;
  }

  @Override
  protected void release() {
    close.run();
  }
}
