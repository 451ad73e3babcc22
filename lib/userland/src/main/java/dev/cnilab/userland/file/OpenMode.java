package dev.cnilab.userland.file;

/** The flags with which open(2) opens a file. */
public enum OpenMode {
  /** O_RDONLY. */
  READ,
  /** O_WRONLY|O_CREAT|O_TRUNC. */
  TRUNCATE,
  /** O_WRONLY|O_CREAT|O_APPEND. */
  APPEND,
  /** O_RDWR|O_CREAT. */
  READ_WRITE
}
