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

  /** Without a stack trace: an errno is an ordinary result that occurs thousands of times. */
  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
