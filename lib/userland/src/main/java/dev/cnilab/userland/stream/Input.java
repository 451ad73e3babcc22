package dev.cnilab.userland.stream;

import dev.cnilab.userland.file.open.OpenFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** An unbuffered stream of bytes from an {@link OpenFile}, so that nothing is read ahead. */
public class Input extends InputStream {
  /** The number of bytes copied in about a microsecond. */
  static final int BYTES_A_MICROSECOND = 4096;

  /** The number of copies in the heap of a file that is read whole. */
  public static final int COPIES = 3;

  private static final int BLOCK = 8192;

  private final OpenFile file;
  private final StreamUser caller;

  /** A stream that reads the file on behalf of a caller. */
  public Input(OpenFile file, StreamUser caller) {
    this.file = file;
    this.caller = caller;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    caller.work(1 + length / BYTES_A_MICROSECOND);
    return length == 0 ? 0 : file.read(buffer, offset, length);
  }

  /** Also charges the bytes to the caller's memory. */
  @Override
  public byte[] readAllBytes() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] block = new byte[BLOCK];
    for (int count = read(block); count >= 0; count = read(block)) {
      caller.hold((long) COPIES * count);
      all.write(block, 0, count);
    }
    return all.toByteArray();
  }

  /** The caller it reads for. */
  public StreamUser caller() {
    return caller;
  }

  public boolean isTerminal() {
    return file.isTerminal();
  }
}
