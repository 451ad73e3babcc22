package dev.cnilab.userland.file.open;

import java.io.IOException;

/**
 * An open file description, as open(2) makes one: the offset and the file, shared by all
 * descriptors that dup(2) and fork(2) make from it. It is released when its last holder closes it.
 */
public abstract class OpenFile {
  private static final int READ_AND_WRITE = 0700;

  private int holders = 1;
  private String path = "";
  private int access = READ_AND_WRITE;

  /**
   * Remembers how it was opened, for {@code /proc/PID/fd}.
   *
   * @param openedPath empty if it has none
   * @param permissions of its owner, as {@code ls -l} shows them there: 0500, 0300 or 0700
   */
  public final void openedAs(String openedPath, int permissions) {
    path = openedPath;
    access = permissions;
  }

  /** The path it was opened by; empty of a pipe or a socket. */
  public final String path() {
    return path;
  }

  /** 0500 if it was opened for reading, 0300 for writing, 0700 for both. */
  public final int access() {
    return access;
  }

  /** What both ends of a pipe have in common; itself of everything else. */
  public Object inode() {
    return this;
  }

  /** Adds a holder of this description; like dup(2). */
  public final OpenFile share() {
    holders++;
    return this;
  }

  /** Removes one holder. */
  public final void close() {
    if (--holders == 0) {
      release();
    }
  }

  /**
   * Reads at least one byte, waiting for it if necessary.
   *
   * @return the number of bytes read, -1 at the end
   */
  public int read(byte[] buffer, int offset, int length) throws IOException {
    throw new IOException("Bad file descriptor");
  }

  /** Writes all bytes, waiting until there is room for them. */
  public void write(byte[] bytes, int offset, int length) throws IOException {
    throw new IOException("Bad file descriptor");
  }

  /**
   * Sets the offset, which may be beyond the end; like lseek(2).
   *
   * @throws IOException ESPIPE if it has none
   */
  public void seek(long position) throws IOException {
    throw new IOException("Illegal seek");
  }

  /** The first offset from a given one on that is in no hole, at most the size; as SEEK_DATA. */
  public long nextData(long from) {
    return from;
  }

  /**
   * Cuts the file off, or adds a hole; like ftruncate(2).
   *
   * @throws IOException EINVAL if it is not a regular file
   */
  public void resize(long size) throws IOException {
    throw new IOException("Invalid argument");
  }

  /** Whether it is a terminal; like isatty(3). */
  public boolean isTerminal() {
    return false;
  }

  /** Called once, when the last holder has closed it. */
  protected void release() {}
}
