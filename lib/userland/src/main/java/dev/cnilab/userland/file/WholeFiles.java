package dev.cnilab.userland.file;

import dev.cnilab.userland.file.inode.Blocks;
import dev.cnilab.userland.file.open.OpenFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Files that are read and written whole. */
public interface WholeFiles {
  /** The maximum size of a file that is read whole, in bytes. */
  long LARGEST_READ = 32 << 20;

  /** The size in bytes up to which memory for the whole of a file is allocated at once. */
  int SMALL = 64 << 10;

  /** Like open(2). */
  OpenFile open(String path, OpenMode mode) throws FileException;

  /** Like stat(2): follows symlinks. */
  FileStatus status(String path) throws FileException;

  /**
   * All bytes of a file.
   *
   * @throws FileException ENOMEM if it exceeds the maximum size by far
   */
  default byte[] read(String path) throws IOException {
    long size = status(path).size();
    if (size > LARGEST_READ) {
      throw new FileException(FileError.ENOMEM, path);
    }
    OpenFile file = open(path, OpenMode.READ);
    try {
      return toEnd(file, (int) size, path);
    } finally {
      file.close();
    }
  }

  /**
   * Reads the rest of a file.
   *
   * @param size the size in its status: a program's, which has little content, or 0 for a file made
   *     by the kernel
   */
  private static byte[] toEnd(OpenFile file, int size, String path) throws IOException {
    boolean tells = size > 0 && size < Blocks.SIZE;
    byte[] bytes = new byte[tells ? size + 1 : Blocks.SIZE / 2];
    int length = 0;
    for (int count = 0; count >= 0; length += Math.max(0, count)) {
      bytes = length < bytes.length ? bytes : Arrays.copyOf(bytes, more(length, size));
      if (length > LARGEST_READ) { // a device has no size and no end
        throw new FileException(FileError.ENOMEM, path);
      }
      count = file.read(bytes, length, bytes.length - length);
    }
    return Arrays.copyOf(bytes, length);
  }

  /**
   * The next size of the buffer: the file's own if it has more content than a program, or double.
   */
  private static int more(int length, int size) {
    return length <= size && size < SMALL ? size + 1 : 2 * length;
  }

  /** The whole file as UTF-8. */
  default String readText(String path) throws IOException {
    return new String(read(path), StandardCharsets.UTF_8);
  }

  /** Creates a file or replaces its content. */
  default void write(String path, byte[] content) throws IOException {
    put(path, OpenMode.TRUNCATE, content);
  }

  /** Like {@link #write(String, byte[])}, with text in UTF-8. */
  default void write(String path, String content) throws IOException {
    write(path, content.getBytes(StandardCharsets.UTF_8));
  }

  /** Appends text in UTF-8 to a file, which is created if necessary. */
  default void append(String path, String content) throws IOException {
    append(path, content.getBytes(StandardCharsets.UTF_8));
  }

  /** Appends to a file, which is created if necessary. */
  default void append(String path, byte[] content) throws IOException {
    put(path, OpenMode.APPEND, content);
  }

  private void put(String path, OpenMode mode, byte[] content) throws IOException {
    OpenFile file = open(path, mode);
    try {
      file.write(content, 0, content.length);
    } finally {
      file.close();
    }
  }
}
