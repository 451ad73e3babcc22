package dev.cnilab.userland.file.disk;

import dev.cnilab.userland.file.DiskSpace;

/** A large file, with its content in packed blocks; see {@link PackedContent}. */
final class LargeFile {
  private final PackedContent content = new PackedContent();
  private final DiskSpace space;

  LargeFile(DiskSpace space) {
    this.space = space;
  }

  long size() {
    return content.size();
  }

  /** Packs its content, because nothing writes to it for now. */
  void settle() {
    account(content::settle);
  }

  void clear() {
    space.free(content.size());
    account(content::clear);
  }

  int read(long position, byte[] buffer, int offset, int length) {
    int[] count = new int[1];
    account(() -> count[0] = content.read(position, buffer, offset, length));
    return count[0];
  }

  /** Writes bytes, for which space has been allocated. */
  void write(long position, byte[] bytes, int offset, int length) {
    account(() -> content.write(position, bytes, offset, length));
  }

  private void account(Runnable change) {
    long before = content.held();
    change.run();
    space.hold(content.held() - before);
  }
}
