package dev.cnilab.lab.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;

/**
 * The standard output of a command of ./lab, which may be on a full disk, or a pipe without a
 * reader. Java's own drops what cannot be written, without a word; this one throws {@link
 * Unwritten}, so that what the command holds is closed before the process ends.
 */
final class StandardOutput extends FilterOutputStream {

  /** Says that nothing can be printed any longer. A PrintStream lets it through. */
  static final class Unwritten extends RuntimeException {
    private static final long serialVersionUID = 1;

    private Unwritten(IOException refused) {
      super("could not write to the standard output: " + refused.getMessage(), refused);
    }
  }

  StandardOutput(OutputStream out) {
    super(out);
  }

  /** From now on, printing throws {@link Unwritten} if it cannot be done. */
  static void require() {
    OutputStream out = new StandardOutput(new FileOutputStream(FileDescriptor.out));
    System.setOut(new PrintStream(out, true, System.out.charset()));
  }

  @Override
  public void write(int single) {
    write(new byte[] {(byte) single}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    try {
      out.write(bytes, offset, length);
    } catch (IOException refused) {
      throw new Unwritten(refused);
    }
  }
}
