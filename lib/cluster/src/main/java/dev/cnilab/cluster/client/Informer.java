package dev.cnilab.cluster.client;

import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The current objects of a type, kept up to date by a watch, with a callback at each change. On the
 * loop only.
 */
public final class Informer implements AutoCloseable {
  private final Map<String, KubeObject> objects = new TreeMap<>();
  private final List<Consumer<WatchEvent>> listeners = new ArrayList<>();
  private final Watch watch;

  private Informer(ApiClient client, ResourceType type, String namespace, ListOptions options) {
    this.watch = client.watch(type, namespace, options, this::onEvent);
  }

  /** Follows every object of a type, in all namespaces. */
  public static Informer of(ApiClient client, ResourceType type) {
    return new Informer(client, type, "", ListOptions.everything());
  }

  /** Follows the objects the options select, in one namespace or, with "", in all. */
  public static Informer of(
      ApiClient client, ResourceType type, String namespace, ListOptions options) {
    return new Informer(client, type, namespace, options);
  }

  /** Calls back after each change, and once for each object already known (as ADDED). */
  public Informer onChange(Consumer<WatchEvent> listener) {
    listeners.add(listener);
    objects.values().forEach(o -> listener.accept(new WatchEvent(WatchEvent.Type.ADDED, o)));
    return this;
  }

  /** The known objects, in order of namespace and name. */
  public Collection<KubeObject> list() {
    return Collections.unmodifiableCollection(objects.values());
  }

  public Optional<KubeObject> find(String namespace, String name) {
    return Optional.ofNullable(objects.get(key(namespace, name)));
  }

  /** Whether it has all objects that existed when it started. */
  public boolean isSynced() {
    return watch.isSynced();
  }

  @Override
  public void close() {
    watch.close();
    listeners.clear();
  }

  private void onEvent(WatchEvent event) {
    String key = event.object().key();
    switch (event.type()) {
      case ADDED, MODIFIED -> objects.put(key, event.object());
      case DELETED -> objects.remove(key);
      case BOOKMARK, ERROR -> {
        return;
      }
    }
    List.copyOf(listeners).forEach(listener -> listener.accept(event));
  }

  private static String key(String namespace, String name) {
    return namespace + "/" + name;
  }
}
