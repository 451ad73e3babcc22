package dev.cnilab.userland.file;

/** The errors of file system calls, with the texts of strerror(3). */
public enum FileError {
  EPERM("Operation not permitted"),
  ENOENT("No such file or directory"),
  EIO("Input/output error"),
  E2BIG("Argument list too long"),
  ENOMEM("Cannot allocate memory"),
  ENOEXEC("Exec format error"),
  EAGAIN("Resource temporarily unavailable"),
  EACCES("Permission denied"),
  EBUSY("Device or resource busy"),
  EEXIST("File exists"),
  EXDEV("Invalid cross-device link"),
  ENOTDIR("Not a directory"),
  EISDIR("Is a directory"),
  EINVAL("Invalid argument"),
  EMFILE("Too many open files"),
  ENOSPC("No space left on device"),
  ERANGE("Numerical result out of range"),
  EROFS("Read-only file system"),
  ENAMETOOLONG("File name too long"),
  ENOTEMPTY("Directory not empty"),
  ELOOP("Too many levels of symbolic links");

  private final String text;

  FileError(String text) {
    this.text = text;
  }

  /** The text of strerror(3). */
  public String text() {
    return text;
  }
}
