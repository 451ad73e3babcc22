package dev.cnilab.userland.process;

import dev.cnilab.userland.file.FileError;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.FileStatus;
import dev.cnilab.userland.file.MountNamespace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Executable files: an ELF header followed by the name of the program they contain, so they can be
 * copied, moved, emptied and deprived of their x bit like any other.
 */
public final class Executables {
  /** e_ident of a 64-bit little-endian System V executable; elf(5). */
  private static final byte[] ELF = {0x7f, 'E', 'L', 'F', 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0};

  private Executables() {}

  /** Makes or replaces an executable that contains a program. */
  public static void write(MountNamespace files, String path, String program) throws IOException {
    files.write(path, content(program));
    files.setPermissions(path, 0755);
  }

  /** The bytes of such an executable. */
  public static byte[] content(String program) {
    byte[] name = program.getBytes(StandardCharsets.UTF_8);
    byte[] content = Arrays.copyOf(ELF, ELF.length + name.length);
    System.arraycopy(name, 0, content, ELF.length, name.length);
    return content;
  }

  /** The name of the program in an executable's bytes; empty if they are none. */
  public static Optional<String> program(byte[] content) {
    if (content.length <= ELF.length
        || !Arrays.equals(content, 0, ELF.length, ELF, 0, ELF.length)) {
      return Optional.empty();
    }
    return Optional.of(
        new String(content, ELF.length, content.length - ELF.length, StandardCharsets.UTF_8));
  }

  /**
   * The path of a command: itself if it has a slash, else the first executable of that name in the
   * directories of {@code searchPath}; as execvp(3).
   *
   * @throws FileException ENOENT if there is none, EACCES if those found may not be executed
   */
  public static String find(MountNamespace files, String searchPath, String directory, String name)
      throws FileException {
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
    if (!found.isRegular() || !found.isExecutable()) {
      throw new FileException(FileError.EACCES, name);
    }
  }
}
