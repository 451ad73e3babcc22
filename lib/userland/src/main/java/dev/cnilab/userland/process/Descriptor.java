package dev.cnilab.userland.process;

import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.OpenMode;
import dev.cnilab.userland.stream.Input;
import dev.cnilab.userland.stream.OpenFile;
import dev.cnilab.userland.stream.Output;

/**
 * A file that a process has opened; open(2). It is closed with the process at the latest, however
 * that ends, so that a deleted file gives its room back.
 */
public final class Descriptor implements AutoCloseable {
  private final Process process;
  private final int number;
  private boolean closed;

  private Descriptor(Process process, int number) {
    this.process = process;
    this.number = number;
  }

  /**
   * Opens a file.
   *
   * @param path from where the process is
   * @throws FileException EMFILE if the process has as many as it may, ENOENT, EACCES and the like
   */
  public static Descriptor open(Process process, String path, OpenMode mode) throws FileException {
    process.requireDescriptor(path);
    OpenFile file = process.files().open(process.resolve(path), mode);
    int number = process.descriptors().free();
    process.descriptors().set(number, file);
    file.close(); // of which the process is a holder now
    return new Descriptor(process, number);
  }

  public OpenFile file() {
    return process.descriptors().get(number);
  }

  /** What the process reads from it; closes it, too. */
  public Input in() {
    return new Input(file(), process) {
      @Override
      public void close() {
        Descriptor.this.close();
      }
    };
  }

  /** What the process writes to it; closes it, too. */
  public Output out() {
    return new Output(file(), process) {
      @Override
      public void close() {
        Descriptor.this.close();
      }
    };
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      process.descriptors().close(number);
    }
  }
}
