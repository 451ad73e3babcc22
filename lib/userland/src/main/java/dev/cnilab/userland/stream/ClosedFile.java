package dev.cnilab.userland.stream;

/** The file of a descriptor that is not open: every call fails with EBADF. */
final class ClosedFile extends OpenFile {
  static final ClosedFile INSTANCE = new ClosedFile();

  private ClosedFile() {}
}
