package dev.cnilab.userland.file.disk;

import dev.cnilab.userland.file.DiskSpace;
import dev.cnilab.userland.file.inode.Blocks;
import dev.cnilab.userland.file.inode.Extents;

/**
 * A file that is large or has holes, with its content in packed blocks; see {@link PackedContent}.
 */
final class LargeFile {
  private final PackedContent content = new PackedContent();
  private final Extents extents = new Extents();
  private final DiskSpace space;

  LargeFile(DiskSpace space) {
    this.space = space;
  }

  long size() {
    return content.size();
  }

  /** The space that it takes on the disk, in bytes. */
  long taken() {
    return extents.bytes();
  }

  /** Packs its content, because nothing writes to it for now. */
  void settle() {
    account(content::settle);
  }

  void clear() {
    resize(0);
  }

  /** Takes over the content of a small file, whose space has been allocated. */
  void takeOver(byte[] bytes) {
    extents.add(0, bytes.length);
    account(() -> content.write(0, bytes, 0, bytes.length));
  }

  int read(long position, byte[] buffer, int offset, int length) {
    int[] count = new int[1];
    account(() -> count[0] = content.read(position, buffer, offset, length));
    return count[0];
  }

  /** The first offset from a given one on that is in no hole; its size if there is none. */
  long nextData(long from) {
    return Math.min(extents.nextData(from), Math.max(from, size()));
  }

  /** The number of these bytes at a position that the disk can take. */
  int room(long position, int length) {
    long left = Blocks.within(space.available());
    long end = position + length;
    while (end > position && extents.missing(position, end) > left) {
      end = Math.ceilDiv(end, Blocks.SIZE) * Blocks.SIZE - Blocks.SIZE;
    }
    return (int) Math.max(0, end - position);
  }

  /** Writes bytes that fit on the disk. */
  void write(long position, byte[] bytes, int offset, int length) {
    space.grow(0, extents.missing(position, position + length));
    extents.add(position, position + length);
    account(() -> content.write(position, bytes, offset, length));
  }

  /** Cuts it off, or adds a hole. */
  void resize(long size) {
    long before = extents.bytes();
    extents.cut(size);
    space.free(before - extents.bytes());
    account(() -> content.resize(size));
  }

  private void account(Runnable change) {
    long before = content.held();
    change.run();
    space.hold(content.held() - before);
  }
}
