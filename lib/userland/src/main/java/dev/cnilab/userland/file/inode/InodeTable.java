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
 * The inodes of one disk by their numbers: those of its layers, and its own, which hide them. An
 * inode of a layer becomes the disk's own when it is about to be changed. A number is given once.
 */
public final class InodeTable {
  /** The number of the first directory, as in ext4. */
  private static final int FIRST = 2;

  /** Its own inodes, in pages, which are there only if something is on them. */
  private static final int PAGE = 32;

  private @Nullable Inode[] @Nullable [] pages = new Inode[4][];

  private final List<Attached> layers = new ArrayList<>();
  private int next = FIRST;

  /** A layer, the number of its first inode, and since when the disk has it. */
  private record Attached(Layer layer, int first, Instant since) {
    boolean has(int number) {
      return number >= first && number < first + layer.size();
    }
  }

  /** Gives an inode a number. */
  public int add(Inode inode) {
    int number = next++;
    set(number, inode);
    return number;
  }

  /** Takes in all inodes of a layer; the number of its root. */
  public int attach(Layer layer, Instant now) {
    int first = next;
    layers.add(new Attached(layer, first, now));
    next += layer.size();
    return first;
  }

  /** The inode of a number, null if there is none. Not to be changed. */
  public @Nullable Inode find(int number) {
    Inode own = findOwn(number);
    if (own != null) {
      return own;
    }
    Attached from = attached(number);
    return from == null ? null : from.layer().inode(number - from.first());
  }

  /** The inode of a number, to be changed. */
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

  /** Whether it belongs to this disk alone. */
  public boolean isOwn(int number) {
    return findOwn(number) != null;
  }

  /** How many belong to this disk alone. */
  public int own() {
    return (int)
        Arrays.stream(pages)
            .filter(Objects::nonNull)
            .flatMap(Arrays::stream)
            .filter(Objects::nonNull)
            .count();
  }

  /** Forgets an inode that no name leads to. */
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

  /** The number behind a name in a directory; {@link Directory#ABSENT} if there is none. */
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

  /** When an inode was changed last. */
  public Instant modified(int number) {
    Inode own = findOwn(number);
    if (own != null) {
      return own.modified();
    }
    Attached from = attached(number);
    return from == null ? Instant.EPOCH : from.since();
  }

  /** All that a directory leads to, as it is now, as a layer. */
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
