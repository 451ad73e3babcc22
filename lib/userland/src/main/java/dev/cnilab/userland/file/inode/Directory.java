package dev.cnilab.userland.file.inode;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;

/** A directory: sorted names, each with the number of its inode. */
public final class Directory extends Inode {
  /** A number that no inode has. */
  public static final int ABSENT = -1;

  private static final String[] NO_NAMES = {};
  private static final int[] NO_NUMBERS = {};

  private String[] names;
  private int[] numbers;
  private int size;

  /** An empty directory. */
  public Directory(Instant modified) {
    this(NO_NAMES, NO_NUMBERS, Access.OF_DIRECTORY, modified, 2);
  }

  private Directory(String[] names, int[] numbers, Access access, Instant modified, int links) {
    super(access, modified, links);
    this.names = names;
    this.numbers = numbers;
    this.size = names.length;
  }

  public boolean isEmpty() {
    return size == 0;
  }

  /** All names, sorted. */
  public List<String> names() {
    return List.of(Arrays.copyOf(names, size));
  }

  /** The inode number of a name, {@link #ABSENT} if there is none. */
  int find(String name) {
    int at = Arrays.binarySearch(names, 0, size, name);
    return at < 0 ? ABSENT : numbers[at];
  }

  /** Makes a name, which may be new, point to an inode. */
  public void put(String name, int number) {
    int at = Arrays.binarySearch(names, 0, size, name);
    if (at >= 0) {
      numbers[at] = number;
      return;
    }
    insert(-at - 1, NameCache.known(name), number);
  }

  private void insert(int at, String name, int number) {
    if (size == names.length) {
      int room = size + 1 + size / 4;
      names = Arrays.copyOf(names, room);
      numbers = Arrays.copyOf(numbers, room);
    }
    System.arraycopy(names, at, names, at + 1, size - at);
    System.arraycopy(numbers, at, numbers, at + 1, size - at);
    names[at] = name;
    numbers[at] = number;
    size++;
  }

  public void remove(String name) {
    int at = Arrays.binarySearch(names, 0, size, name);
    if (at < 0) {
      return;
    }
    size--;
    System.arraycopy(names, at + 1, names, at, size - at);
    System.arraycopy(numbers, at + 1, numbers, at, size - at);
    if (size <= names.length / 2) {
      names = Arrays.copyOf(names, size);
      numbers = Arrays.copyOf(numbers, size);
    } else {
      names[size] = "";
    }
  }

  /** A copy with other inode numbers, for a layer. */
  Directory frozen(IntUnaryOperator renumbered) {
    int[] others = Arrays.stream(numbers, 0, size).map(renumbered).toArray();
    return new Directory(Arrays.copyOf(names, size), others, access(), modified(), links());
  }

  @Override
  Directory copy(int first, Instant since) {
    int[] here = Arrays.stream(numbers).map(number -> number + first).toArray();
    return new Directory(names.clone(), here, access(), since, links());
  }
}
