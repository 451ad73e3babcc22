package dev.cnilab.userland.process;

import dev.cnilab.userland.file.FileError;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.FileStatus;
import dev.cnilab.userland.file.disk.Elf;
import dev.cnilab.userland.file.mount.Mount;
import dev.cnilab.userland.file.mount.MountNamespace;
import java.io.IOException;

/** Executable files and their lookup; {@link Elf} defines their contents. */
public final class Executables {
  private Executables() {}

  /** Creates or replaces an executable with this program. */
  public static void write(MountNamespace files, String path, String program) throws IOException {
    write(files, path, Elf.content(program));
  }

  /** Like {@link #write(MountNamespace, String, String)}, for a program whose size is known. */
  public static void write(MountNamespace files, String path, String program, long size)
      throws IOException {
    write(files, path, Elf.content(program, size));
  }

  private static void write(MountNamespace files, String path, byte[] content) throws IOException {
    files.write(path, content);
    files.setPermissions(path, 0755);
  }

  /**
   * The path of a command: itself if it contains a slash, otherwise the first executable of that
   * name in the directories of {@code searchPath}; like execvp(3).
   *
   * @throws FileException ENOENT if there is none, EACCES if those found are not executable
   */
  public static String find(Process process, String searchPath, String name) throws FileException {
    MountNamespace files = process.files();
    String directory = process.workingDirectory().path();
    if (name.contains("/")) {
      String path = name.startsWith("/") ? name : directory + "/" + name;
      requireExecutable(files, path, name);
      return path;
    }
    FileError error = FileError.ENOENT;
    for (String each : name.isEmpty() ? new String[0] : searchPath.split(":", -1)) {
      String path = (each.startsWith("/") ? each : directory + "/" + each) + "/" + name;
      try {
        requireExecutable(files, path, name);
        return path;
      } catch (FileException unfit) {
        error = unfit.error() == FileError.EACCES ? FileError.EACCES : error;
      }
    }
    throw new FileException(error, name);
  }

  private static void requireExecutable(MountNamespace files, String path, String name)
      throws FileException {
    FileStatus found;
    try {
      found = files.status(path);
    } catch (FileException missing) {
      throw new FileException(missing.error(), name);
    }
    boolean mayRun = found.isRegular() && found.isExecutable();
    if (!mayRun || files.mountOf(path).flags().contains(Mount.Flag.NOEXEC)) {
      throw new FileException(FileError.EACCES, name);
    }
  }
}
