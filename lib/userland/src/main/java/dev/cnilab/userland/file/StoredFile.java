package dev.cnilab.userland.file;

import dev.cnilab.userland.stream.OpenFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An open file of a {@link Disk}: the library's, or a {@link LargeFile} once it has grown. */
final class StoredFile extends OpenFile {
  /** From this size on content is held in packed blocks. */
  private static final int LARGE = 65536;

  private final Disk disk;
  private final Path path;
  private final long key;
  private final OpenMode mode;
  private final SeekableByteChannel channel;
  private @Nullable LargeFile large;
  private long position;

  private StoredFile(Disk disk, Path path, long key, OpenMode mode, SeekableByteChannel channel) {
    this.disk = disk;
    this.path = path;
    this.key = key;
    this.mode = mode;
    this.channel = channel;
  }

  static StoredFile open(Disk disk, Path path, OpenMode mode) throws IOException {
    SeekableByteChannel channel = Files.newByteChannel(path, options(mode));
    long key = disk.key(path);
    StoredFile file = new StoredFile(disk, path, key, mode, channel);
    if (mode == OpenMode.TRUNCATE) {
      file.truncate();
    }
    file.findLarge();
    return file;
  }

  private static Set<OpenOption> options(OpenMode mode) {
    return mode == OpenMode.READ
        ? Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)
        : Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
  }

  private void truncate() throws IOException {
    disk.space().free(channel.size());
    disk.space().hold(-channel.size());
    channel.truncate(0);
    LargeFile before = disk.large(key);
    if (before != null) {
      before.clear();
    }
  }

  private @Nullable LargeFile findLarge() throws IOException {
    if (large == null) {
      LargeFile found = disk.large(key);
      if (found != null) {
        position = channel.position();
        found.opened();
        large = found;
      }
    }
    return large;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    LargeFile grown = findLarge();
    if (grown == null) {
      return channel.read(ByteBuffer.wrap(buffer, offset, length));
    }
    int count = grown.read(position, buffer, offset, length);
    position += Math.max(0, count);
    return count;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    LargeFile grown = findLarge();
    if (grown == null && end(channel.size(), channel.position(), length) > LARGE) {
      grown = grow();
    }
    if (grown == null) {
      writeSmall(bytes, offset, length);
    } else {
      writeLarge(grown, bytes, offset, length);
    }
    disk.changed(path, FileEvent.Kind.WRITE);
  }

  private long end(long size, long at, int length) {
    return (mode == OpenMode.APPEND ? size : at) + length;
  }

  private void writeSmall(byte[] bytes, int offset, int length) throws IOException {
    if (mode == OpenMode.APPEND) {
      channel.position(channel.size());
    }
    long more = Math.max(0, channel.position() + length - channel.size());
    disk.space().take(more);
    disk.space().hold(more);
    ByteBuffer rest = ByteBuffer.wrap(bytes, offset, length);
    while (rest.hasRemaining()) {
      channel.write(rest);
    }
  }

  private void writeLarge(LargeFile file, byte[] bytes, int offset, int length) throws IOException {
    if (mode == OpenMode.APPEND) {
      position = file.size();
    }
    long more = Math.max(0, position + length - file.size());
    disk.space().take(more);
    file.write(position, bytes, offset, length);
    position += length;
  }

  /** Moves the content out of the library's hands. */
  private LargeFile grow() throws IOException {
    long at = channel.position();
    byte[] content = new byte[(int) channel.size()];
    channel.position(0);
    ByteBuffer rest = ByteBuffer.wrap(content);
    while (rest.hasRemaining() && channel.read(rest) >= 0) {
      // Until all is read.
    }
    LargeFile file = disk.makeLarge(key);
    file.write(0, content, 0, content.length);
    channel.truncate(0);
    disk.space().hold(-content.length);
    file.opened();
    large = file;
    position = at;
    return file;
  }

  @Override
  protected void release() {
    try {
      channel.close();
    } catch (IOException inMemory) {
      throw new UncheckedIOException(inMemory);
    }
    if (large != null) {
      large.closed();
    }
  }
}
