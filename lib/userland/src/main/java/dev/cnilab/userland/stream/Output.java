package dev.cnilab.userland.stream;

import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.open.OpenFile;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * An unbuffered stream of text or bytes into an {@link OpenFile}. A command need not handle its
 * errors: they end the process as in a real one (SIGPIPE, {@code write error}).
 */
public class Output extends OutputStream {
  private final OpenFile file;
  private final StreamUser caller;

  /** A stream that writes to the file on behalf of a caller. */
  public Output(OpenFile file, StreamUser caller) {
    this.file = file;
    this.caller = caller;
  }

  public void print(Object text) {
    write(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  public void println(Object text) {
    print(text + "\n");
  }

  public void println() {
    print("\n");
  }

  /** Like {@link String#format} without a locale; unlike {@code println} it adds no newline. */
  public void printf(String format, Object... arguments) {
    print(String.format(Locale.ROOT, format, arguments));
  }

  @Override
  public void write(int octet) {
    write(new byte[] {(byte) octet});
  }

  @Override
  public void write(byte[] bytes) {
    write(bytes, 0, bytes.length);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    caller.work(1 + length / Input.BYTES_A_MICROSECOND);
    try {
      if (length > 0) {
        file.write(bytes, offset, length);
      }
    } catch (FileException failed) { // a descriptor has no path that could be named
      throw new UncheckedIOException(new IOException(failed.error().text(), failed));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  public boolean isTerminal() {
    return file.isTerminal();
  }
}
