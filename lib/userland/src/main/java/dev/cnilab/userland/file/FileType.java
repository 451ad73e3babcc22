package dev.cnilab.userland.file;

/** What a directory entry is; inode(7). */
public enum FileType {
  REGULAR('-'),
  DIRECTORY('d'),
  SYMLINK('l'),
  CHARACTER_DEVICE('c'),
  FIFO('p'),
  SOCKET('s');

  private final char letter;

  FileType(char letter) {
    this.letter = letter;
  }

  /** The first letter in {@code ls -l}. */
  public char letter() {
    return letter;
  }
}
