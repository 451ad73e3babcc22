package dev.cnilab.cluster.apiserver.storage;

import dev.cnilab.cluster.apiserver.storage.selection.Selection;
import dev.cnilab.cluster.apiserver.storage.selection.StoredChange;
import dev.cnilab.cluster.object.KubeObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Who subscribes to which changes. Subscribers are found by type and, as in the API server's watch
 * cache, by the one object or the one node whose pods they ask for; so a write costs only as much
 * as it concerns.
 */
final class Subscriptions {
  private final Map<Topic, NavigableMap<Long, Consumer<StoredChange>>> listeners = new HashMap<>();
  private final Consumer<Throwable> defects;
  private long subscribed;

  /**
   * Without subscribers.
   *
   * @param defects receives failures of listeners, which affect neither the writer nor other
   *     listeners
   */
  Subscriptions(Consumer<Throwable> defects) {
    this.defects = defects;
  }

  /**
   * What a listener subscribes to.
   *
   * @param plural a type, "" for all
   * @param field the field that tells objects of the type apart, "" for all of them
   */
  private record Topic(String plural, String field, String value) {
    private static final Topic EVERYTHING = all("");

    static Topic all(String plural) {
      return new Topic(plural, "", "");
    }

    static Topic name(String plural, String name) {
      return new Topic(plural, "metadata.name", name);
    }

    static Topic node(String plural, String node) {
      return new Topic(plural, "spec.nodeName", node);
    }

    static Topic of(Selection selection) {
      String plural = selection.type().storedPlural();
      return selection
          .named()
          .map(name -> name(plural, name))
          .or(() -> selection.onNode().map(node -> node(plural, node)))
          .orElseGet(() -> all(plural));
    }
  }

  /** Calls back at each change, in the order of subscription, until the returned action is run. */
  Runnable add(Consumer<StoredChange> listener) {
    return add(Topic.EVERYTHING, listener);
  }

  /** Calls back at least at each change that concerns a selection. */
  Runnable add(Selection selection, Consumer<StoredChange> listener) {
    return add(Topic.of(selection), listener);
  }

  private Runnable add(Topic topic, Consumer<StoredChange> listener) {
    long number = subscribed++;
    listeners.computeIfAbsent(topic, any -> new TreeMap<>()).put(number, listener);
    return () -> listeners.computeIfPresent(topic, (any, those) -> without(those, number));
  }

  private static @Nullable NavigableMap<Long, Consumer<StoredChange>> without(
      NavigableMap<Long, Consumer<StoredChange>> those, long number) {
    those.remove(number);
    return those.isEmpty() ? null : those;
  }

  void tell(StoredChange change) {
    List<Map.Entry<Long, Consumer<StoredChange>>> concerned = new ArrayList<>();
    for (Topic topic : topics(change)) {
      NavigableMap<Long, Consumer<StoredChange>> those = listeners.get(topic);
      if (those != null) {
        concerned.addAll(those.entrySet());
      }
    }
    concerned.sort(Comparator.comparing(Map.Entry::getKey));
    concerned.forEach(entry -> tell(entry.getValue(), change));
  }

  private void tell(Consumer<StoredChange> listener, StoredChange change) {
    try {
      listener.accept(change);
    } catch (RuntimeException defect) {
      defects.accept(defect);
    }
  }

  private static Set<Topic> topics(StoredChange change) {
    String plural = change.type().storedPlural();
    Set<Topic> topics = new HashSet<>();
    topics.add(Topic.EVERYTHING);
    topics.add(Topic.all(plural));
    topics.add(Topic.name(plural, change.last().name()));
    if (plural.equals("pods")) {
      topics.add(Topic.node(plural, nodeOf(change.before())));
      topics.add(Topic.node(plural, nodeOf(change.after())));
    }
    return topics;
  }

  private static String nodeOf(@Nullable KubeObject pod) {
    return pod == null ? "" : pod.text("/spec/nodeName");
  }
}
