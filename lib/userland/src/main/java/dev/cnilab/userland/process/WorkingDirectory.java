package dev.cnilab.userland.process;

import dev.cnilab.userland.file.FileException;

/** The directory from which the paths of a process begin; chdir(2). */
public final class WorkingDirectory {
  private final Process process;
  private String path;

  WorkingDirectory(Process process, String path) {
    this.process = process;
    this.path = path;
  }

  /** Its absolute path. */
  public String path() {
    return path;
  }

  /**
   * Like chdir(2).
   *
   * @throws FileException ENOENT, ENOTDIR or EACCES
   */
  public void change(String directory) throws FileException {
    String absolute = process.files().resolve(resolve(directory));
    process.files().list(absolute);
    path = absolute;
  }

  /** The absolute path of another one, without following symlinks. */
  String resolve(String other) {
    if (other.startsWith("/") || other.isEmpty()) {
      return other;
    }
    return path.equals("/") ? "/" + other : path + "/" + other;
  }
}
