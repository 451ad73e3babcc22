package dev.cnilab.cluster.apiserver.storage;

import dev.cnilab.cluster.object.KubeObject;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The objects of a type in order of namespace and name, and indexes that find a few of them without
 * examining all.
 */
final class ObjectTable {
  private static final NavigableMap<Key, KubeObject> NONE =
      Collections.unmodifiableNavigableMap(new TreeMap<>());

  private final NavigableMap<Key, KubeObject> objects = new TreeMap<>();
  private final Map<Index, Map<String, NavigableMap<Key, KubeObject>>> indexes = new HashMap<>();

  /** What objects can be found by; an index is built on first use. */
  enum Index {
    /** {@code spec.nodeName}, as the API server's watch cache has it for pods. */
    NODE {
      @Override
      String value(KubeObject object) {
        return object.text("/spec/nodeName");
      }
    },
    /** The controlling owner, as in client-go's informers. */
    CONTROLLER {
      @Override
      String value(KubeObject object) {
        return owned(object.namespace(), object.controllerUid());
      }
    };

    abstract String value(KubeObject object);

    static String owned(String namespace, String controllerUid) {
      return namespace + "/" + controllerUid;
    }
  }

  /** The key of an object in the table. */
  record Key(String namespace, String name) implements Comparable<Key> {
    static Key of(KubeObject object) {
      return new Key(object.namespace(), object.name());
    }

    @Override
    public int compareTo(Key other) {
      int byNamespace = namespace.compareTo(other.namespace);
      return byNamespace != 0 ? byNamespace : name.compareTo(other.name);
    }
  }

  @Nullable KubeObject get(Key key) {
    return objects.get(key);
  }

  /** The object with that name, if there is one. */
  Collection<KubeObject> named(Key key) {
    KubeObject object = objects.get(key);
    return object == null ? List.of() : List.of(object);
  }

  Collection<KubeObject> all() {
    return objects.values();
  }

  Collection<KubeObject> inNamespace(String namespace) {
    return objects.subMap(new Key(namespace, ""), new Key(namespace + '\0', "")).values();
  }

  Collection<KubeObject> with(Index index, String value) {
    return indexes.computeIfAbsent(index, this::built).getOrDefault(value, NONE).values();
  }

  private Map<String, NavigableMap<Key, KubeObject>> built(Index index) {
    Map<String, NavigableMap<Key, KubeObject>> groups = new HashMap<>();
    objects.forEach((key, object) -> add(groups, index.value(object), key, object));
    return groups;
  }

  void put(Key key, KubeObject object) {
    KubeObject before = objects.put(key, object);
    indexes.forEach(
        (index, groups) -> {
          removed(groups, index, key, before);
          add(groups, index.value(object), key, object);
        });
  }

  @Nullable KubeObject remove(Key key) {
    KubeObject before = objects.remove(key);
    indexes.forEach((index, groups) -> removed(groups, index, key, before));
    return before;
  }

  private static void add(
      Map<String, NavigableMap<Key, KubeObject>> groups, String value, Key key, KubeObject object) {
    groups.computeIfAbsent(value, any -> new TreeMap<>()).put(key, object);
  }

  private static void removed(
      Map<String, NavigableMap<Key, KubeObject>> groups,
      Index index,
      Key key,
      @Nullable KubeObject before) {
    if (before != null) {
      groups.computeIfPresent(
          index.value(before),
          (value, group) -> {
            group.remove(key);
            return group.isEmpty() ? null : group;
          });
    }
  }
}
