package dev.cnilab.lab.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;

/**
 * The standard output of a command of ./lab, which may be on a full disk, or a pipe that nobody
 * reads any longer. Java's own drops what cannot be written, without a word.
 */
final class StandardOutput extends FilterOutputStream {
  /** What a shell reports of a process that SIGPIPE has ended. */
  private static final int SIGPIPE = 128 + 13;

  private StandardOutput(OutputStream out) {
    super(out);
  }

  /**
   * From now on the process ends if its output cannot be written: without a word and with the
   * status of a SIGPIPE if the reader has gone, otherwise with 1 and a line that says why.
   */
  static void require() {
    OutputStream out = new StandardOutput(new FileOutputStream(FileDescriptor.out));
    System.setOut(new PrintStream(out, true, System.out.charset()));
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    try {
      out.write(bytes, offset, length);
    } catch (IOException refused) {
      String why = String.valueOf(refused.getMessage());
      if (why.equals("Broken pipe")) {
        System.exit(SIGPIPE);
      }
      System.err.println("lab: could not write to the standard output: " + why);
      System.exit(1);
    }
  }
}
