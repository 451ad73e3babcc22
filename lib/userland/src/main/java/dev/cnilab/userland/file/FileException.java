package dev.cnilab.userland.file;

import java.io.IOException;

/** A file system call that failed; the message reads {@code PATH: No such file or directory}. */
public final class FileException extends IOException {
  private static final long serialVersionUID = 1L;
  private final FileError error;

  public FileException(FileError error, String path) {
    super(path + ": " + error.text());
    this.error = error;
  }

  public FileError error() {
    return error;
  }

  /** An errno is an answer, of which a machine gets thousands: nobody asks where it arose. */
  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
