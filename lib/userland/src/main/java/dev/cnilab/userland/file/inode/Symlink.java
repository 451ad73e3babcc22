package dev.cnilab.userland.file.inode;

import java.time.Instant;

/** A symlink. */
public final class Symlink extends Inode {
  private final String target;

  public Symlink(String target, Instant modified) {
    this(target, Access.OF_SYMLINK, modified, 1);
  }

  private Symlink(String target, Access access, Instant modified, int links) {
    super(access, modified, links);
    this.target = target;
  }

  public String target() {
    return target;
  }

  @Override
  Symlink copy(int first, Instant since) {
    return new Symlink(target, access(), since, links());
  }
}
