package dev.cnilab.cluster.log;

import dev.cnilab.userland.file.FileError;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.mount.MountNamespace;
import java.io.IOException;

/** Files as Go's {@code os.ReadFile} reads them. A directory can be opened, but not read. */
public final class GoFile {
  private GoFile() {}

  /**
   * The content of a text file.
   *
   * @throws GoPathException {@code open /etc/x: no such file or directory}, {@code read /etc: is a
   *     directory}
   */
  public static String text(MountNamespace files, String path) throws GoPathException {
    try {
      return files.readText(path);
    } catch (IOException unreadable) {
      throw failure(path, unreadable);
    }
  }

  /**
   * The content of a file.
   *
   * @throws GoPathException as {@link #text}
   */
  public static byte[] bytes(MountNamespace files, String path) throws GoPathException {
    try {
      return files.read(path);
    } catch (IOException unreadable) {
      throw failure(path, unreadable);
    }
  }

  /**
   * Checks that a file can be read.
   *
   * @throws GoPathException as {@link #text}
   */
  public static void requireReadable(MountNamespace files, String path) throws GoPathException {
    byte[] unused = bytes(files, path);
  }

  private static GoPathException failure(String path, IOException unreadable) {
    boolean opened = unreadable instanceof FileException file && file.error() == FileError.EISDIR;
    return new GoPathException(opened ? "read" : "open", path, unreadable);
  }
}
