package dev.cnilab.userland.file.disk;

import dev.cnilab.userland.file.FileError;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.OpenMode;
import dev.cnilab.userland.file.inode.Inode;
import dev.cnilab.userland.file.inode.Symlink;
import dev.cnilab.userland.file.open.OpenFile;
import java.io.IOException;

/** What open(2) returns for a directory; every read fails with EISDIR. */
final class OpenDirectory extends OpenFile {

  /**
   * Opens a directory for reading.
   *
   * @throws FileException ELOOP for a symlink, EISDIR if it is to be written
   */
  static OpenFile open(Inode found, String path, OpenMode mode) throws FileException {
    if (found instanceof Symlink) {
      throw new FileException(FileError.ELOOP, path);
    }
    if (mode == OpenMode.READ) {
      return new OpenDirectory();
    }
    throw new FileException(FileError.EISDIR, path);
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    throw new FileException(FileError.EISDIR, "");
  }
}
