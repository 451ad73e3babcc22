package dev.cnilab.userland.file.mount;

import dev.cnilab.userland.file.FileError;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.FileStatus;
import dev.cnilab.userland.privilege.Capability;
import dev.cnilab.userland.privilege.Credentials;

/** Whether the caller may access a file in some way (generic_permission of fs/namei.c). */
enum Permission {
  SEARCH(1),
  WRITE(2),
  READ(4);

  private static final int STICKY = 01000;

  private final int bit;

  Permission(int bit) {
    this.bit = bit;
  }

  /** Whether no permissions restrict the caller, so that none need to be checked. */
  static boolean isUnlimited() {
    return Credentials.current().can(Capability.DAC_OVERRIDE);
  }

  /**
   * Checks that the file's permissions allow the caller's access.
   *
   * @throws FileException EACCES if not
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
   * Checks that the caller is the owner of a file or may act as any owner.
   *
   * @throws FileException EPERM if not
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
   * Checks that the caller may remove a name from a directory; in a sticky directory only the owner
   * of the file or of the directory may.
   *
   * @throws FileException EACCES or EPERM if not
   */
  static void requireRemoval(FileStatus directory, FileStatus file, String path)
      throws FileException {
    WRITE.require(directory, path);
    if ((directory.permissions() & STICKY) != 0 && !isOwner(directory)) {
      requireOwner(file, path);
    }
  }

  /**
   * Checks that the caller may mount and unmount.
   *
   * @throws FileException EPERM if not
   */
  static void requireMounting(String path) throws FileException {
    if (!Credentials.current().can(Capability.SYS_ADMIN)) {
      throw new FileException(FileError.EPERM, path);
    }
  }
}
