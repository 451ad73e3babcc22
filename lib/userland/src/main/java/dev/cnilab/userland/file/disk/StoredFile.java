package dev.cnilab.userland.file.disk;

import dev.cnilab.userland.file.FileError;
import dev.cnilab.userland.file.FileEvent;
import dev.cnilab.userland.file.OpenMode;
import dev.cnilab.userland.file.inode.RegularFile;
import dev.cnilab.userland.file.open.OpenFile;
import dev.cnilab.userland.file.open.PartialWrite;
import java.io.IOException;
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
            ? large.read(position, buffer, offset, length)
            : disk.inodes().find(inode) instanceof RegularFile file
                ? file.read(position, buffer, offset, length)
                : -1;
    position += Math.max(0, count);
    return count;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    RegularFile file = ownFile();
    long size = disk.size(inode, file);
    long at = mode == OpenMode.APPEND ? size : position;
    int room = Math.clamp(disk.space().largest(size) - at, 0, length);
    if (room > 0) {
      disk.space().grow(size, Math.max(size, at + room));
      store(file, at, bytes, offset, room);
      position = at + room;
      file.setModified(disk.now());
      disk.watches().changed(path, FileEvent.Kind.WRITE);
    }
    if (room < length) {
      throw new PartialWrite(FileError.ENOSPC.text(), room);
    }
  }

  /** Stores bytes, for which there is space. */
  private void store(RegularFile file, long at, byte[] bytes, int offset, int length) {
    LargeFile large = large();
    if (large == null && at + length > LARGE) {
      large = grow(file);
    }
    if (large == null) {
      int held = file.held();
      file.write((int) at, bytes, offset, length);
      disk.space().hold(file.held() - held);
    } else {
      large.write(at, bytes, offset, length);
    }
  }

  private LargeFile grow(RegularFile file) {
    LargeFile large = disk.makeLarge(inode);
    large.write(0, file.content(), 0, file.size());
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
