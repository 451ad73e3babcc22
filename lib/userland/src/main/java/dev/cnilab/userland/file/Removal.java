package dev.cnilab.userland.file;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** Removes all below a directory, however deep it is. */
final class Removal extends SimpleFileVisitor<Path> {
  private final Disk disk;

  Removal(Disk disk) {
    this.disk = disk;
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
    disk.forget(file);
    Files.delete(file);
    disk.changed(file, FileEvent.Kind.REMOVE);
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failed)
      throws IOException {
    disk.forget(directory);
    Files.delete(directory);
    disk.changed(directory, FileEvent.Kind.REMOVE);
    return FileVisitResult.CONTINUE;
  }
}
