package dev.cnilab.userland.file.inode;

import org.jspecify.annotations.Nullable;

/**
 * Names that files were given lately: thousands of directories have a {@code hosts}. Each has its
 * place by its hash, which the next one of that place takes. From any thread: who loses a race only
 * has a text of its own.
 */
final class Names {
  private static final int PLACES = 4096;
  private static final @Nullable String[] KNOWN = new String[PLACES];

  private Names() {}

  /** The same name, the same text. */
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
