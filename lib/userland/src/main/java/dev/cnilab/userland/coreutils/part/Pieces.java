package dev.cnilab.userland.coreutils.part;

import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.OpenMode;
import dev.cnilab.userland.process.Descriptor;
import dev.cnilab.userland.process.ProgramException;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The output files of {@code split} in sequence, and their names. */
final class Pieces implements AutoCloseable {
  private final Invocation call;
  private final String prefix;
  private final String alphabet;
  private final int length;
  private final String end;
  private final boolean told;
  private long made;
  private @Nullable Descriptor open;

  /**
   * Starts without a file.
   *
   * @param alphabet the characters of the suffix that differs
   * @param length the length of that suffix
   * @param end the common end of all names
   * @param told whether each file is announced
   */
  Pieces(Invocation call, String prefix, String alphabet, int length, String end, boolean told) {
    this.call = call;
    this.prefix = prefix;
    this.alphabet = alphabet;
    this.length = length;
    this.end = end;
    this.told = told;
  }

  /** Closes the present file and begins the next one. */
  void begin() throws IOException {
    close();
    String path = prefix + suffix() + end;
    if (told) {
      call.out().println("creating file " + Invocation.quote(path));
    }
    try {
      open = Descriptor.open(call.process(), path, OpenMode.TRUNCATE);
    } catch (FileException failed) {
      throw call.failure(1, path + ": " + failed.error().text());
    }
    made++;
  }

  private String suffix() throws ProgramException {
    StringBuilder suffix = new StringBuilder();
    long left = made;
    for (int i = 0; i < length; i++) {
      suffix.insert(0, alphabet.charAt((int) (left % alphabet.length())));
      left /= alphabet.length();
    }
    if (left > 0) {
      throw call.failure(1, "output file suffixes exhausted");
    }
    return suffix.toString();
  }

  /** Appends to the present file. */
  void write(byte[] bytes, int from, int count) throws IOException {
    Objects.requireNonNull(open).file().write(bytes, from, count);
  }

  @Override
  public void close() {
    if (open != null) {
      open.close();
      open = null;
    }
  }
}
