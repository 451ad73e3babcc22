package dev.cnilab.userland.process;

import dev.cnilab.userland.file.FileError;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.OpenMode;
import dev.cnilab.userland.file.open.OpenFile;
import dev.cnilab.userland.stream.Input;
import dev.cnilab.userland.stream.Output;

/**
 * A file opened by a process; open(2). It is closed when the process exits at the latest, however
 * it exits, so that the space of a deleted file is freed.
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
   * @param path relative to the process's working directory
   * @throws FileException EMFILE if the process has too many open files, ENOENT, EACCES and the
   *     like
   */
  public static Descriptor open(Process process, String path, OpenMode mode) throws FileException {
    requireRoom(process, path);
    OpenFile file = process.files().open(process.resolve(path), mode);
    int number = process.descriptors().free();
    process.descriptors().set(number, file);
    file.close(); // the process holds it now
    return new Descriptor(process, number);
  }

  /**
   * Checks that a process may open one more file.
   *
   * @throws FileException EMFILE if its limit is reached
   */
  public static void requireRoom(Process process, String path) throws FileException {
    if (!process.descriptors().hasRoom()) {
      throw new FileException(FileError.EMFILE, path);
    }
  }

  public OpenFile file() {
    return process.descriptors().get(number);
  }

  /** A stream to read the file; closing it closes the file. */
  public Input in() {
    return new Input(file(), process) {
      @Override
      public void close() {
        Descriptor.this.close();
      }
    };
  }

  /** A stream to write the file; closing it closes the file. */
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
