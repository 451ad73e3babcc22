package dev.cnilab.cluster.log;

import dev.cnilab.userland.file.FileError;
import dev.cnilab.userland.file.FileException;
import java.io.IOException;

/** An {@code os.PathError} of Go: {@code open /etc/x: no such file or directory}. */
public final class GoPathException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String text;

  GoPathException(String operation, String path, IOException failure) {
    this(GoText.pathError(operation, path, failure), failure);
  }

  private GoPathException(String text, IOException failure) {
    super(text, failure);
    this.text = text;
  }

  /** {@code os.IsNotExist}: the file or its directory is not there. */
  public boolean isNotExist() {
    return getCause() instanceof FileException file && file.error() == FileError.ENOENT;
  }

  /** Its message. */
  public String text() {
    return text;
  }
}
