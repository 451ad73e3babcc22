package dev.cnilab.userland.file;

/** A file whose content the file system library does not hold itself; see {@link PackedContent}. */
final class LargeFile {
  private final PackedContent content = new PackedContent();
  private final DiskSpace space;
  private int openings;
  private boolean removed;

  LargeFile(DiskSpace space) {
    this.space = space;
  }

  long size() {
    return content.size();
  }

  void opened() {
    openings++;
  }

  /** One opening less; the space is given back when nothing leads to the file any more. */
  void closed() {
    openings--;
    account(content::settle);
    giveBack();
  }

  /** Its last name is gone. */
  void removed() {
    removed = true;
    giveBack();
  }

  private void giveBack() {
    if (removed && openings == 0) {
      clear();
    }
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

  /** Puts bytes there. Space for them has been taken. */
  void write(long position, byte[] bytes, int offset, int length) {
    account(() -> content.write(position, bytes, offset, length));
  }

  private void account(Runnable change) {
    long before = content.held();
    change.run();
    space.hold(content.held() - before);
  }
}
