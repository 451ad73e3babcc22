package dev.cnilab.userland.file.inode;

import java.time.Instant;

/** A file, whatever its names. */
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

  /** How many names it has; of a directory, its own {@code .} and its children's {@code ..} too. */
  public final int links() {
    return links;
  }

  /** One name more. */
  public final void linked() {
    links++;
  }

  /** One name less. */
  public final void unlinked() {
    links--;
  }

  /**
   * One that can be changed, of one that came with a layer.
   *
   * @param first the number that the layer's root has on this disk
   */
  abstract Inode copy(int first, Instant since);
}
