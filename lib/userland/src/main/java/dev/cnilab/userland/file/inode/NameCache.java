package dev.cnilab.userland.file.inode;

import org.jspecify.annotations.Nullable;

/**
 * A cache of recent file names, to share equal ones: thousands of directories have a {@code hosts}.
 * Each name has a slot by its hash; a new name overwrites the previous one. From any thread: a lost
 * race only costs a second copy.
 */
final class NameCache {
  private static final int PLACES = 4096;
  private static final @Nullable String[] KNOWN = new String[PLACES];

  private NameCache() {}

  /** The shared string of this name. */
  static String known(String name) {
    int hash = name.hashCode();
    int place = (hash ^ hash >>> 12) & PLACES - 1;
    String known = KNOWN[place];
    if (name.equals(known)) {
      return known;
    }
    KNOWN[place] = name;
    return name;
  }
}
