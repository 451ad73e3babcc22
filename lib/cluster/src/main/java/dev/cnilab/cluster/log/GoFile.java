package dev.cnilab.cluster.log;

import dev.cnilab.userland.file.mount.MountNamespace;
import java.io.IOException;

/** Files as Go programs read them. */
public final class GoFile {
  private GoFile() {}

  /**
   * The content of a text file.
   *
   * @throws IOException {@code open /etc/x: no such file or directory}
   */
  public static String text(MountNamespace files, String path) throws IOException {
    try {
      return files.readText(path);
    } catch (IOException unreadable) {
      throw new IOException(GoText.pathError("open", path, unreadable), unreadable);
    }
  }
}
