package dev.cnilab.userland.file.disk;

import dev.cnilab.userland.file.FileError;
import dev.cnilab.userland.file.FileEvent;
import dev.cnilab.userland.file.OpenMode;
import dev.cnilab.userland.file.inode.Blocks;
import dev.cnilab.userland.file.inode.RegularFile;
import dev.cnilab.userland.file.open.OpenFile;
import dev.cnilab.userland.file.open.PartialWrite;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** An open file of a {@link Disk}. */
final class StoredFile extends OpenFile {
  /** From this size on, content is held in packed blocks. */
  private static final int LARGE = 65536;

  private final Disk disk;
  private final int inode;
  private final String path;
  private final OpenMode mode;
  private long position;
  private @Nullable LargeFile grown;

  /**
   * Opens a file.
   *
   * @param path the path for its watches
   */
  StoredFile(Disk disk, int inode, String path, OpenMode mode) {
    this.disk = disk;
    this.inode = inode;
    this.path = path;
    this.mode = mode;
    disk.opened(inode);
    if (mode == OpenMode.TRUNCATE) {
      truncate();
    }
  }

  private void truncate() {
    RegularFile file = ownFile();
    LargeFile large = large();
    if (large != null) {
      large.clear();
    }
    disk.space().free(file.size());
    disk.space().hold(-file.held());
    file.clear();
    file.setModified(disk.now());
  }

  /** A file that has grown stays a large one, and its inode stays while it is open. */
  private @Nullable LargeFile large() {
    if (grown == null) {
      grown = disk.large(inode);
    }
    return grown;
  }

  private RegularFile ownFile() {
    return (RegularFile) disk.own(inode);
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    LargeFile large = large();
    int count =
        large != null
            ? readLarge(large, buffer, offset, length)
            : disk.inodes().find(inode) instanceof RegularFile file
                ? file.read(position, buffer, offset, length)
                : -1;
    position += Math.max(0, count);
    return count;
  }

  /** A large file gives one packed block at a time. */
  private int readLarge(LargeFile large, byte[] buffer, int offset, int length) {
    int done = 0;
    while (done < length) {
      int count = large.read(position + done, buffer, offset + done, length - done);
      if (count < 0) {
        return done == 0 ? -1 : done;
      }
      done += count;
    }
    return done;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    RegularFile file = ownFile();
    long size = disk.size(inode, file);
    long at = mode == OpenMode.APPEND ? size : position;
    LargeFile large = forSize(file, size, at + length, at);
    int room =
        large == null
            ? Math.clamp(disk.space().largest(size) - at, 0, length)
            : large.room(at, length);
    if (room > 0) {
      if (large == null) {
        writeSmall(file, at, bytes, offset, room);
      } else {
        large.write(at, bytes, offset, room);
      }
      position = at + room;
      file.setModified(disk.now());
      disk.watches().changed(path, FileEvent.Kind.WRITE);
    }
    if (room < length) {
      throw new PartialWrite(FileError.ENOSPC.text(), room);
    }
  }

  /** Writes bytes, for which there is space. */
  private void writeSmall(RegularFile file, long at, byte[] bytes, int offset, int length) {
    int held = file.held();
    disk.space().grow(file.size(), Math.max(file.size(), at + length));
    file.write((int) at, bytes, offset, length);
    disk.space().hold(file.held() - held);
  }

  /**
   * The content if it is large, or becomes so by growing: beyond a limit, or with a hole, which
   * begins at the first block after the present end and leads to {@code dataAt}.
   */
  private @Nullable LargeFile forSize(RegularFile file, long size, long newSize, long dataAt) {
    LargeFile large = large();
    boolean grows = newSize > LARGE || dataAt > Blocks.around(size);
    return large == null && grows && newSize > size ? grow(file) : large;
  }

  @Override
  public void seek(long newPosition) {
    position = newPosition;
  }

  @Override
  public long nextData(long from) {
    LargeFile large = large();
    return large == null ? from : large.nextData(from);
  }

  @Override
  public void resize(long newSize) throws IOException {
    RegularFile file = ownFile();
    long size = disk.size(inode, file);
    LargeFile large = forSize(file, size, newSize, newSize);
    if (large != null) {
      large.resize(newSize);
    } else if (newSize > size) {
      writeSmall(file, size, new byte[(int) (newSize - size)], 0, (int) (newSize - size));
    } else {
      byte[] kept = Arrays.copyOf(file.content(), (int) newSize);
      truncate();
      writeSmall(file, 0, kept, 0, kept.length);
    }
    file.setModified(disk.now());
    disk.watches().changed(path, FileEvent.Kind.WRITE);
  }

  private LargeFile grow(RegularFile file) {
    LargeFile large = disk.makeLarge(inode);
    large.takeOver(file.content());
    disk.space().hold(-file.held());
    file.clear();
    return large;
  }

  @Override
  protected void release() {
    LargeFile large = large();
    if (large != null) {
      large.settle();
    } else if (mode != OpenMode.READ && disk.inodes().isOwn(inode)) {
      ownFile().settle();
    }
    disk.closed(inode);
  }
}
