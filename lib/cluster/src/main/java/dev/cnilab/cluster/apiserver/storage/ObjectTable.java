package dev.cnilab.cluster.apiserver.storage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.LabelSelector;
import dev.cnilab.cluster.placement.Pod;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
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
      Collection<String> values(KubeObject object) {
        return List.of(object.text("/spec/nodeName"));
      }
    },
    /** The uid of the controlling owner, "" for none, as in client-go's informers. */
    CONTROLLER {
      @Override
      Collection<String> values(KubeObject object) {
        return List.of(object.controllerUid());
      }
    },
    /** Each label. */
    LABEL {
      @Override
      Collection<String> values(KubeObject object) {
        return labels(object.labels());
      }
    },
    /** One label that {@code spec.selector} requires; "" if it requires none in particular. */
    SELECTOR {
      @Override
      Collection<String> values(KubeObject object) {
        LabelSelector selector = LabelSelector.of(object);
        return selector.isOfNothing()
            ? List.of()
            : List.of(labels(selector.required()).stream().findFirst().orElse(""));
      }
    },
    /** Each claim that a pod mounts. */
    CLAIM {
      @Override
      Collection<String> values(KubeObject object) {
        return new Pod(object).claims().toList();
      }
    },
    /** A Service's address in the cluster. */
    CLUSTER_IP {
      @Override
      Collection<String> values(KubeObject object) {
        return List.of(object.text("/spec/clusterIP"));
      }
    },
    /** Each port of the nodes that belongs to a Service, also that for health checks. */
    NODE_PORT {
      @Override
      Collection<String> values(KubeObject object) {
        return Stream.concat(
                object.at("/spec/ports").valueStream().map(port -> port.path("nodePort")),
                Stream.of(object.at("/spec/healthCheckNodePort")))
            .map(JsonNode::asInt)
            .filter(port -> port != 0)
            .distinct()
            .map(String::valueOf)
            .toList();
      }
    };

    /** The values to find an object by, each once. */
    abstract Collection<String> values(KubeObject object);

    static List<String> labels(Map<String, String> labels) {
      return labels.entrySet().stream()
          .map(label -> label.getKey() + "=" + label.getValue())
          .toList();
    }
  }

  /** The objects with a value in an index. */
  record Group(Index index, String value) {
    /** For each of these labels, the objects that have it. */
    static Stream<Group> ofLabels(Map<String, String> labels) {
      return Index.labels(labels).stream().map(label -> new Group(Index.LABEL, label));
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

  /** The objects of a namespace, or of all for "". */
  Collection<KubeObject> in(String namespace) {
    return part(objects, namespace).values();
  }

  /** Those that belong to a group. */
  Collection<KubeObject> in(String namespace, Group group) {
    return part(members(group), namespace).values();
  }

  /** All that belong to each of the groups, and maybe others: one group, if there are any. */
  Collection<KubeObject> candidates(String namespace, Stream<Group> groups) {
    NavigableMap<Key, KubeObject> fewest =
        groups.map(this::members).min(Comparator.comparingInt(Map::size)).orElse(objects);
    return part(fewest, namespace).values();
  }

  private static NavigableMap<Key, KubeObject> part(
      NavigableMap<Key, KubeObject> objects, String namespace) {
    return namespace.isEmpty()
        ? objects
        : objects.subMap(new Key(namespace, ""), true, new Key(namespace + '\0', ""), false);
  }

  private NavigableMap<Key, KubeObject> members(Group group) {
    return groups(group.index).getOrDefault(group.value, NONE);
  }

  private Map<String, NavigableMap<Key, KubeObject>> groups(Index index) {
    return indexes.computeIfAbsent(index, this::built);
  }

  /** The values that there are. */
  Set<String> values(Index index) {
    return Collections.unmodifiableSet(groups(index).keySet());
  }

  private Map<String, NavigableMap<Key, KubeObject>> built(Index index) {
    Map<String, NavigableMap<Key, KubeObject>> groups = new HashMap<>();
    objects.forEach((key, object) -> add(groups, index, key, object));
    return groups;
  }

  void put(Key key, KubeObject object) {
    KubeObject before = objects.put(key, object);
    indexes.forEach(
        (index, groups) -> {
          removed(groups, index, key, before);
          add(groups, index, key, object);
        });
  }

  @Nullable KubeObject remove(Key key) {
    KubeObject before = objects.remove(key);
    indexes.forEach((index, groups) -> removed(groups, index, key, before));
    return before;
  }

  private static void add(
      Map<String, NavigableMap<Key, KubeObject>> groups, Index index, Key key, KubeObject object) {
    for (String value : index.values(object)) {
      groups.computeIfAbsent(value, any -> new TreeMap<>()).put(key, object);
    }
  }

  private static void removed(
      Map<String, NavigableMap<Key, KubeObject>> groups,
      Index index,
      Key key,
      @Nullable KubeObject before) {
    if (before == null) {
      return;
    }
    for (String value : index.values(before)) {
      groups.computeIfPresent(
          value,
          (any, group) -> {
            group.remove(key);
            return group.isEmpty() ? null : group;
          });
    }
  }
}
