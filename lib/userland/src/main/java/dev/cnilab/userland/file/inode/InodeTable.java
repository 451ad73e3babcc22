package dev.cnilab.userland.file.inode;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The inodes of a disk by number: those of its layers, and its own, which hide them. A layer's
 * inode is copied before it is changed. Numbers are never reused.
 */
public final class InodeTable {
  /** The number of the first directory, as in ext4. */
  private static final int FIRST = 2;

  /** The size of a page of own inodes; a page exists only if it has any. */
  private static final int PAGE = 32;

  private @Nullable Inode[] @Nullable [] pages = new Inode[4][];

  private final List<Attached> layers = new ArrayList<>();
  private int next = FIRST;

  /** A layer, the number of its first inode, and when it was attached to the disk. */
  private record Attached(Layer layer, int first, Instant since) {
    boolean has(int number) {
      return number >= first && number < first + layer.size();
    }
  }

  /** Adds an inode; returns its number. */
  public int add(Inode inode) {
    int number = next++;
    set(number, inode);
    return number;
  }

  /** Adds all inodes of a layer; returns the number of its root. */
  public int attach(Layer layer, Instant now) {
    int first = next;
    layers.add(new Attached(layer, first, now));
    next += layer.size();
    return first;
  }

  /** The inode with a number, null if there is none. Read-only. */
  public @Nullable Inode find(int number) {
    Inode own = findOwn(number);
    if (own != null) {
      return own;
    }
    Attached from = attached(number);
    return from == null ? null : from.layer().inode(number - from.first());
  }

  /** The inode with a number, for changing. */
  public Inode own(int number) {
    Inode own = findOwn(number);
    if (own != null) {
      return own;
    }
    Attached from = attached(number);
    if (from == null) {
      throw new NoSuchElementException("inode " + number);
    }
    Inode copy = from.layer().inode(number - from.first()).copy(from.first(), from.since());
    set(number, copy);
    return copy;
  }

  /** Whether the inode is this disk's own. */
  public boolean isOwn(int number) {
    return findOwn(number) != null;
  }

  /** The number of inodes that are this disk's own. */
  public int own() {
    return (int)
        Arrays.stream(pages)
            .filter(Objects::nonNull)
            .flatMap(Arrays::stream)
            .filter(Objects::nonNull)
            .count();
  }

  /** Deletes an inode that has no name. */
  public void remove(int number) {
    @Nullable Inode[] page = page(number);
    if (page == null) {
      return;
    }
    page[number % PAGE] = null;
    if (Arrays.stream(page).allMatch(Objects::isNull)) {
      pages[number / PAGE] = null;
    }
  }

  /** The inode number of a name in a directory; {@link Directory#ABSENT} if there is none. */
  public int child(int directory, String name) {
    if (findOwn(directory) instanceof Directory own) {
      return own.find(name);
    }
    Attached from = attached(directory);
    if (from == null
        || !(from.layer().inode(directory - from.first()) instanceof Directory found)) {
      return Directory.ABSENT;
    }
    int index = found.find(name);
    return index == Directory.ABSENT ? index : index + from.first();
  }

  /** When an inode was last changed. */
  public Instant modified(int number) {
    Inode own = findOwn(number);
    if (own != null) {
      return own.modified();
    }
    Attached from = attached(number);
    return from == null ? Instant.EPOCH : from.since();
  }

  /** Everything below a directory in its present state, as a layer. */
  public Layer layer(int root) {
    Map<Integer, Integer> indices = new HashMap<>();
    List<Integer> found = new ArrayList<>(List.of(root));
    indices.put(root, 0);
    for (int i = 0; i < found.size(); i++) {
      if (find(found.get(i)) instanceof Directory directory) {
        for (String name : directory.names()) {
          int child = child(found.get(i), name);
          if (indices.putIfAbsent(child, found.size()) == null) {
            found.add(child);
          }
        }
      }
    }
    return new Layer(found.stream().map(number -> frozen(own(number), indices)).toList());
  }

  private static Inode frozen(Inode inode, Map<Integer, Integer> indices) {
    return switch (inode) {
      case Directory directory -> directory.frozen(indices::get);
      case RegularFile file -> file.frozen();
      case Symlink symlink -> symlink;
    };
  }

  private @Nullable Inode findOwn(int number) {
    @Nullable Inode[] page = page(number);
    return page == null ? null : page[number % PAGE];
  }

  private @Nullable Inode @Nullable [] page(int number) {
    int index = number / PAGE;
    return number >= 0 && index < pages.length ? pages[index] : null;
  }

  private void set(int number, Inode inode) {
    int index = number / PAGE;
    if (index >= pages.length) {
      pages = Arrays.copyOf(pages, Math.max(index + 1, pages.length * 2));
    }
    @Nullable Inode[] page = pages[index];
    if (page == null) {
      page = new Inode[PAGE];
      pages[index] = page;
    }
    page[number % PAGE] = inode;
  }

  private @Nullable Attached attached(int number) {
    for (int i = layers.size() - 1; i >= 0; i--) {
      if (layers.get(i).has(number)) {
        return layers.get(i);
      }
    }
    return null;
  }
}
