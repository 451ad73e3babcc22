package dev.cnilab.cluster.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A kubeconfig on the disk that exists while the cluster runs. */
final class TemporaryKubeconfig implements AutoCloseable {
  private final Path path;
  private final String content;

  private TemporaryKubeconfig(Path path, String content) {
    this.path = path;
    this.content = content;
  }

  /**
   * Writes the whole file at once, readable by its owner only.
   *
   * @throws UncheckedIOException if it cannot be written; the message says what to do
   */
  static TemporaryKubeconfig write(Path file, String content) {
    Path path = file.toAbsolutePath().normalize();
    try {
      put(path, content);
      return new TemporaryKubeconfig(path, content);
    } catch (FileAlreadyExistsException notADirectory) {
      throw unwritable(path, notADirectory.getFile() + " is not a directory", notADirectory);
    } catch (IOException refused) {
      throw unwritable(path, reason(refused), refused);
    }
  }

  private static void put(Path path, String content) throws IOException {
    Path directory = Files.createDirectories(path.getParent());
    Path part = Files.createTempFile(directory, ".kubeconfig", "");
    try {
      Files.writeString(part, content);
      Files.move(part, path, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static String reason(IOException refused) {
    return switch (refused) {
      case AccessDeniedException denied -> denied.getFile() + ": permission denied";
      case FileSystemException other when other.getReason() != null ->
          other.getFile() + ": " + other.getReason();
      default -> String.valueOf(refused.getMessage());
    };
  }

  Path path() {
    return path;
  }

  /** Removes the file, unless another cluster has written it since. */
  @Override
  public void close() {
    try {
      if (Files.exists(path) && Files.readString(path).equals(content)) {
        Files.delete(path);
      }
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
  }

  private static UncheckedIOException unwritable(Path path, String why, IOException cause) {
    return new UncheckedIOException(
        "the kubeconfig cannot be written to "
            + path
            + " ("
            + why
            + "); choose another file with --kubeconfig",
        cause);
  }
}
