package dev.cnilab.userland.file;

/**
 * Something that happened in a watched directory, in the words of fsnotify, which containerd uses.
 *
 * @param name of the entry in the directory, "" for the directory itself
 */
public record FileEvent(Kind kind, String name) {

  /** What happened. Moved in counts as created, as in fsnotify. */
  public enum Kind {
    CREATE,
    WRITE,
    /** Moved away under this name. */
    RENAME,
    REMOVE,
    CHMOD
  }
}
