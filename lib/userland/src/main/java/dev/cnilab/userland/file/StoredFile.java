package dev.cnilab.userland.file;

import dev.cnilab.userland.stream.OpenFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/** An open file of a {@link Disk}. */
final class StoredFile extends OpenFile {
  private final Disk disk;
  private final Path path;
  private final SeekableByteChannel channel;

  private StoredFile(Disk disk, Path path, SeekableByteChannel channel) {
    this.disk = disk;
    this.path = path;
    this.channel = channel;
  }

  static StoredFile open(Disk disk, Path path, OpenMode mode) throws IOException {
    return new StoredFile(disk, path, Files.newByteChannel(path, options(mode)));
  }

  private static Set<OpenOption> options(OpenMode mode) {
    return switch (mode) {
      case READ -> Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
      case TRUNCATE ->
          Set.of(
              StandardOpenOption.WRITE,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING);
      case APPEND -> Set.of(StandardOpenOption.APPEND, StandardOpenOption.CREATE);
      case READ_WRITE ->
          Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
    };
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    return channel.read(ByteBuffer.wrap(buffer, offset, length));
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    ByteBuffer rest = ByteBuffer.wrap(bytes, offset, length);
    while (rest.hasRemaining()) {
      channel.write(rest);
    }
    disk.changed(path, FileEvent.Kind.WRITE);
  }

  @Override
  protected void release() {
    try {
      channel.close();
    } catch (IOException inMemory) {
      throw new java.io.UncheckedIOException(inMemory);
    }
  }
}
