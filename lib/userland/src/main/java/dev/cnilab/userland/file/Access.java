package dev.cnilab.userland.file;

import com.google.common.jimfs.File;

/**
 * Who owns a file and what the permission bits are; kept with a file only where it is not what
 * nearly all have.
 */
record Access(int permissions, int owner, int group) {
  private static final Access OF_DIRECTORY = new Access(0755, 0, 0);
  private static final Access OF_FILE = new Access(0644, 0, 0);

  /** Executables: one object for the thousands of them. */
  private static final Access OF_PROGRAM = new Access(0755, 0, 0);

  /** What a new file has. */
  static Access initial(File file) {
    return file.isDirectory() ? OF_DIRECTORY : OF_FILE;
  }

  Access withPermissions(int bits) {
    return new Access(bits & 07777, owner, group).shared();
  }

  Access withOwner(int user, int itsGroup) {
    return new Access(permissions, user, itsGroup).shared();
  }

  private Access shared() {
    return equals(OF_PROGRAM) ? OF_PROGRAM : this;
  }
}
