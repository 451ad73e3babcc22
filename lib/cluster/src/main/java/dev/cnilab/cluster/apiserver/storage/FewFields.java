package dev.cnilab.cluster.apiserver.storage;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The fields of an immutable JSON object, in order: a quarter of the size of a hash table, and as
 * fast as one while there are few. Objects with the same fields share the names.
 */
final class FewFields extends AbstractMap<String, JsonNode> {
  /** With more fields than this, a linear search is slower than a hash table. */
  static final int MOST = 16;

  private final String[] names;
  private final JsonNode[] values;

  /**
   * Includes everything below, so that different trees can be told apart without comparing them.
   */
  private final int hash;

  FewFields(String[] names, JsonNode[] values) {
    this.names = names;
    this.values = values;
    int sum = 0;
    for (int i = 0; i < names.length; i++) {
      sum += names[i].hashCode() ^ values[i].hashCode();
    }
    this.hash = sum;
  }

  private int find(Object name) {
    for (int i = 0; i < names.length; i++) {
      if (names[i].equals(name)) {
        return i;
      }
    }
    return -1;
  }

  @Override
  public int size() {
    return names.length;
  }

  @Override
  public boolean containsKey(Object name) {
    return find(name) >= 0;
  }

  @Override
  public @Nullable JsonNode get(Object name) {
    int at = find(name);
    return at < 0 ? null : values[at];
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public boolean equals(Object other) {
    return !(other instanceof FewFields fields && fields.hash != hash) && super.equals(other);
  }

  @Override
  public Set<Entry<String, JsonNode>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public int size() {
        return names.length;
      }

      @Override
      public Iterator<Entry<String, JsonNode>> iterator() {
        return new Iterator<>() {
          private int next;

          @Override
          public boolean hasNext() {
            return next < names.length;
          }

          @Override
          public Entry<String, JsonNode> next() {
            int at = next++;
            return Map.entry(names[at], values[at]);
          }
        };
      }
    };
  }
}
