package dev.cnilab.userland.stream;

import dev.cnilab.userland.file.open.OpenFile;

/** The file of a descriptor that is not open: every call fails with EBADF. */
final class ClosedFile extends OpenFile {
  static final ClosedFile INSTANCE = new ClosedFile();

  private ClosedFile() {}
}
