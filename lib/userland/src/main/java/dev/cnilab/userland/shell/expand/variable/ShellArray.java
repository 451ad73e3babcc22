package dev.cnilab.userland.shell.expand.variable;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** An array of bash: values by number, or by string in the order of bash's hash table. */
public final class ShellArray {
  /**
   * The buckets of the table; more than the arrays of scripts need, so that it never grows here.
   */
  private static final int BUCKETS = 1024;

  /** 32-bit FNV-1, as in bash's hashlib.c. */
  private static final int OFFSET = 0x811c9dc5;

  private static final int PRIME = 16777619;

  /** The kind of its keys. */
  public enum Kind {
    INDEXED('a'),
    ASSOCIATIVE('A');

    private final char letter;

    Kind(char letter) {
      this.letter = letter;
    }

    /** The option of {@code declare} that creates one. */
    public char letter() {
      return letter;
    }

    private Comparator<String> order() {
      return switch (this) {
        case INDEXED -> Comparator.comparingLong(Long::parseLong);
        case ASSOCIATIVE ->
            Comparator.comparingInt(ShellArray::bucket).thenComparing(Comparator.naturalOrder());
      };
    }
  }

  private final Kind kind;
  private final NavigableMap<String, String> elements;

  public ShellArray(Kind kind) {
    this.kind = kind;
    this.elements = new TreeMap<>(kind.order());
  }

  /** An array of these values, counted from 0. */
  public static ShellArray of(List<String> values) {
    ShellArray array = new ShellArray(Kind.INDEXED);
    values.forEach(array::add);
    return array;
  }

  ShellArray copy() {
    ShellArray copy = new ShellArray(kind);
    copy.elements.putAll(elements);
    return copy;
  }

  public Kind kind() {
    return kind;
  }

  /** All elements by key, in order. */
  public NavigableMap<String, String> elements() {
    return elements;
  }

  /** Adds a value after the last one. */
  public void add(String value) {
    elements.put(next(), value);
  }

  private String next() {
    return elements.isEmpty() ? "0" : String.valueOf(Long.parseLong(elements.lastKey()) + 1);
  }

  /** The key for a number, which counts from the end if it is negative. */
  public String key(long index) {
    return index < 0 && !elements.isEmpty()
        ? String.valueOf(Long.parseLong(elements.lastKey()) + 1 + index)
        : String.valueOf(index);
  }

  private static int bucket(String key) {
    int hash = OFFSET;
    for (byte each : key.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash * PRIME) ^ each;
    }
    return hash & (BUCKETS - 1);
  }
}
