package dev.cnilab.userland.file;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Paths of a disk that were used lately: each walk asks for all directories on its way, and parsing
 * is dear. A path takes the place of another whose hash is alike.
 */
final class ParsedPaths {
  private static final int PLACES = 256;

  private final @Nullable Parsed[] places = new Parsed[PLACES];

  /** A path of a tree, as the tree and as the file system names it. */
  private record Parsed(StoredTree tree, String path, Path at) {}

  @Nullable Path find(StoredTree tree, String path) {
    Parsed parsed = places[place(tree, path)];
    return parsed != null && parsed.tree == tree && parsed.path.equals(path) ? parsed.at : null;
  }

  void keep(StoredTree tree, String path, Path at) {
    places[place(tree, path)] = new Parsed(tree, path, at);
  }

  private static int place(StoredTree tree, String path) {
    int hash = 31 * tree.number() + path.hashCode();
    return (hash ^ hash >>> 16 ^ hash >>> 8) & PLACES - 1;
  }
}
