package dev.cnilab.userland.stream;

import java.io.IOException;
import java.io.InputStream;

/** A stream of bytes from an {@link OpenFile}, without a buffer, so nothing is read ahead. */
public class Input extends InputStream {
  private final OpenFile file;
  private final Runnable before;

  /**
   * A stream.
   *
   * @param before is run before each read, and may end it by throwing
   */
  public Input(OpenFile file, Runnable before) {
    this.file = file;
    this.before = before;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    before.run();
    return length == 0 ? 0 : file.read(buffer, offset, length);
  }

  public boolean isTerminal() {
    return file.isTerminal();
  }
}
