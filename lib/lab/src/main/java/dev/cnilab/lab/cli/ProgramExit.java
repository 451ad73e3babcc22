package dev.cnilab.lab.cli;

import dev.cnilab.lab.error.LabException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How the programs behind ./lab end: with a status, and with a line that says what failed. */
final class ProgramExit {

  /** What a shell reports of a process that SIGPIPE has ended. */
  private static final int SIGPIPE = 128 + 13;

  private static final Path STANDARD_OUTPUT = Path.of("/dev/fd/1");

  /** The types of files in a mode that have readers; inode(7). */
  private static final int TYPE = 0170000;

  private static final int FIFO = 0010000;
  private static final int SOCKET = 0140000;

  private final int failed;

  /**
   * The end of a program.
   *
   * @param failed the status if it could not do its work or print what it found
   */
  ProgramExit(int failed) {
    this.failed = failed;
  }

  /** What a program does. */
  @FunctionalInterface
  interface Work {
    /** Does it and returns the status. */
    int run() throws IOException;
  }

  /** Ends this process after the work, with its status. */
  void after(Work work) throws IOException {
    StandardOutput.require();
    System.exit(status(work));
  }

  /** The status of the work; as of a SIGPIPE, without a word, if the output's reader has gone. */
  int status(Work work) throws IOException {
    try {
      return work.run();
    } catch (LabException e) {
      return failed(e);
    } catch (StandardOutput.Unwritten e) {
      return isRead(STANDARD_OUTPUT) ? SIGPIPE : failed(e);
    }
  }

  private int failed(RuntimeException why) {
    System.err.println("lab: " + why.getMessage());
    return failed;
  }

  /**
   * Whether a file is a pipe or a socket: then only its reader can be what is missing. The system's
   * text for the error would be in the user's language.
   */
  static boolean isRead(Path file) {
    try {
      int type = (int) Files.getAttribute(file, "unix:mode") & TYPE;
      return type == FIFO || type == SOCKET;
    } catch (IOException | UnsupportedOperationException unknown) {
      return false;
    }
  }
}
