package dev.cnilab.userland.stream;

import java.io.IOException;

/**
 * An open file description, as open(2) makes one: the offset and the counterpart that all file
 * descriptors made from it by dup(2) and fork(2) share. It ends when its last holder closes it.
 */
public abstract class OpenFile {
  private int holders = 1;

  /** One more holder of the same description; as dup(2). */
  public final OpenFile share() {
    holders++;
    return this;
  }

  /** Lets go of one hold. */
  public final void close() {
    if (--holders == 0) {
      release();
    }
  }

  /**
   * Reads at least one byte, waiting for it if it has to.
   *
   * @return how many bytes were read, -1 at the end
   */
  public int read(byte[] buffer, int offset, int length) throws IOException {
    throw new IOException("Bad file descriptor");
  }

  /** Writes all of the bytes, waiting until there is room for them. */
  public void write(byte[] bytes, int offset, int length) throws IOException {
    throw new IOException("Bad file descriptor");
  }

  /** Whether a person sits at the other end; as isatty(3). */
  public boolean isTerminal() {
    return false;
  }

  /** Called once, when nobody holds the description any more. */
  protected void release() {}
}
