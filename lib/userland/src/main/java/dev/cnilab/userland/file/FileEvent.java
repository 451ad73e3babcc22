package dev.cnilab.userland.file;

/**
 * An event in a watched directory, named as in fsnotify, which containerd uses.
 *
 * @param name the entry's name in the directory, "" for the directory itself
 */
public record FileEvent(Kind kind, String name) {

  /** The kind of event. A file moved in counts as created, as in fsnotify. */
  public enum Kind {
    CREATE,
    WRITE,
    /** Moved away from this name. */
    RENAME,
    REMOVE,
    CHMOD
  }
}
