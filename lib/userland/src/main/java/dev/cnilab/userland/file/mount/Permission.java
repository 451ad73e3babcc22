package dev.cnilab.userland.file.mount;

import dev.cnilab.userland.file.FileError;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.FileStatus;
import dev.cnilab.userland.privilege.Capability;
import dev.cnilab.userland.privilege.Credentials;

/** Whether the caller may do something with a file (generic_permission of fs/namei.c). */
enum Permission {
  SEARCH(1),
  WRITE(2),
  READ(4);

  private static final int STICKY = 01000;

  private final int bit;

  Permission(int bit) {
    this.bit = bit;
  }

  /** Whether the caller is hindered by no file's permissions, so that none need be looked at. */
  static boolean isUnlimited() {
    return Credentials.current().can(Capability.DAC_OVERRIDE);
  }

  /**
   * Lets the caller go on.
   *
   * @throws FileException EACCES if the file's permissions do not
   */
  void require(FileStatus file, String path) throws FileException {
    if (!isGranted(file)) {
      throw new FileException(FileError.EACCES, path);
    }
  }

  private boolean isGranted(FileStatus file) {
    Credentials caller = Credentials.current();
    if (caller.can(Capability.DAC_OVERRIDE)) {
      return true;
    }
    boolean looks = this == READ || (this == SEARCH && file.isDirectory());
    if (looks && caller.can(Capability.DAC_READ_SEARCH)) {
      return true;
    }
    int shift = caller.user() == file.owner() ? 6 : caller.isIn(file.group()) ? 3 : 0;
    return (file.permissions() >> shift & bit) != 0;
  }

  /**
   * Lets the owner of a file go on, and who may act as every owner.
   *
   * @throws FileException EPERM for others
   */
  static void requireOwner(FileStatus file, String path) throws FileException {
    if (!isOwner(file)) {
      throw new FileException(FileError.EPERM, path);
    }
  }

  private static boolean isOwner(FileStatus file) {
    Credentials caller = Credentials.current();
    return caller.user() == file.owner() || caller.can(Capability.FOWNER);
  }

  /**
   * Lets a name be taken out of a directory: in a sticky one by the owner of either only.
   *
   * @throws FileException EACCES or EPERM
   */
  static void requireRemoval(FileStatus directory, FileStatus file, String path)
      throws FileException {
    WRITE.require(directory, path);
    if ((directory.permissions() & STICKY) != 0 && !isOwner(directory)) {
      requireOwner(file, path);
    }
  }

  /**
   * Lets files be mounted and unmounted.
   *
   * @throws FileException EPERM if the caller may not
   */
  static void requireMounting(String path) throws FileException {
    if (!Credentials.current().can(Capability.SYS_ADMIN)) {
      throw new FileException(FileError.EPERM, path);
    }
  }
}
