package dev.cnilab.userland.file.inode;

/**
 * The owner and the permission bits of a file; instances are shared, because few combinations
 * occur.
 */
public record Access(int permissions, int owner, int group) {
  static final Access OF_DIRECTORY = new Access(0755, 0, 0);
  static final Access OF_FILE = new Access(0644, 0, 0);
  static final Access OF_SYMLINK = new Access(0777, 0, 0);

  public Access withPermissions(int bits) {
    return new Access(bits & 07777, owner, group).shared();
  }

  public Access withOwner(int user, int itsGroup) {
    return new Access(permissions, user, itsGroup).shared();
  }

  private Access shared() {
    return equals(OF_DIRECTORY) ? OF_DIRECTORY : equals(OF_FILE) ? OF_FILE : this;
  }
}
