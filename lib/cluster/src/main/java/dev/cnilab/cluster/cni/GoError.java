package dev.cnilab.cluster.cni;

import dev.cnilab.userland.file.FileException;
import java.io.IOException;
import java.util.Locale;

/** Errors of system calls as Go words them. */
public final class GoError {
  private GoError() {}

  /** An {@code os.PathError}: {@code open /etc/x: no such file or directory}. */
  public static String of(String operation, String path, IOException failure) {
    return operation + " " + path + ": " + errno(failure);
  }

  /** A {@code syscall.Errno}: the words of strerror(3) in lower case. */
  public static String errno(IOException failure) {
    String text =
        failure instanceof FileException file
            ? file.error().text()
            : String.valueOf(failure.getMessage());
    return text.toLowerCase(Locale.ROOT);
  }
}
