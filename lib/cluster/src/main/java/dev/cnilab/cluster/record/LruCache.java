package dev.cnilab.cluster.record;

import java.util.LinkedHashMap;
import java.util.Map;

/** A map that drops the least recently used entry when it would exceed 4096. */
final class LruCache<V> extends LinkedHashMap<String, V> {
  private static final int MAX_ENTRIES = 4096;

  LruCache() {
    super(16, 0.75f, true);
  }

  @Override
  protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
    return size() > MAX_ENTRIES;
  }
}
