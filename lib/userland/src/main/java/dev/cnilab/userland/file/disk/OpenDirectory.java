package dev.cnilab.userland.file.disk;

import dev.cnilab.userland.file.FileError;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.stream.OpenFile;
import java.io.IOException;

/** What open(2) returns for a directory; every read fails with EISDIR. */
final class OpenDirectory extends OpenFile {
  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    throw new FileException(FileError.EISDIR, "");
  }
}
