package dev.cnilab.lab.progress;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.SYNC;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.Supplier;

/**
 * A file that several processes change. It is written to disk and then replaced atomically, so a
 * crash leaves the old or the new one; simultaneous writers take turns.
 *
 * @param file absolute
 */
public record SharedFile(Path file) {

  public SharedFile {
    file = file.toAbsolutePath();
  }

  /**
   * Changes the file. The file lock works only between JVMs, hence also the monitor.
   *
   * @param text reads the file as it is now, and gives its new content
   */
  public void change(Supplier<String> text) throws IOException {
    synchronized (SharedFile.class) {
      Files.createDirectories(file.getParent());
      Path lock = file.resolveSibling(file.getFileName() + ".lock");
      try (FileChannel channel = FileChannel.open(lock, CREATE, WRITE);
          FileLock turn = channel.lock()) {
        assert turn.isValid();
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(fresh, text.get(), CREATE, TRUNCATE_EXISTING, WRITE, SYNC);
        Files.move(
            fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }
}
