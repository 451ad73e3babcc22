package dev.cnilab.userland.stream;

/** What a descriptor stands for that is not open: EBADF for everything. */
final class ClosedFile extends OpenFile {
  static final ClosedFile INSTANCE = new ClosedFile();

  private ClosedFile() {}
}
