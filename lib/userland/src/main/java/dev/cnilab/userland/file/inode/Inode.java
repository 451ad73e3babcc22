package dev.cnilab.userland.file.inode;

import java.time.Instant;

/** An inode, independent of its names. */
public abstract sealed class Inode permits Directory, RegularFile, Symlink {
  private Access access;
  private Instant modified;
  private int links;

  Inode(Access access, Instant modified, int links) {
    this.access = access;
    this.modified = modified;
    this.links = links;
  }

  public final Access access() {
    return access;
  }

  public final void setAccess(Access changed) {
    access = changed;
  }

  public final Instant modified() {
    return modified;
  }

  public final void setModified(Instant time) {
    modified = time;
  }

  /**
   * The number of its hard links; for a directory including its own {@code .} and its
   * subdirectories' {@code ..}.
   */
  public final int links() {
    return links;
  }

  /** Adds a link. */
  public final void linked() {
    links++;
  }

  /** Removes a link. */
  public final void unlinked() {
    links--;
  }

  /**
   * A mutable copy of a layer's inode.
   *
   * @param first the number of the layer's root on this disk
   */
  abstract Inode copy(int first, Instant since);
}
