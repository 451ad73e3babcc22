package dev.cnilab.cluster.containerd.daemon;

import dev.cnilab.cluster.cri.CriException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What containerd knows by an id, the oldest first. A prefix of an id is enough to find it. */
public final class Store<T> {
  private final String kind;
  private final Map<String, T> byId = new LinkedHashMap<>();

  /**
   * A store of things of a kind.
   *
   * @param kind {@code sandbox} or {@code container}, as errors say it
   */
  public Store(String kind) {
    this.kind = kind;
  }

  public void add(String id, T value) {
    byId.put(id, value);
  }

  public void remove(String id) {
    byId.remove(id);
  }

  public List<T> all() {
    return List.copyOf(byId.values());
  }

  /** What has that id, or is the only one whose id begins so. */
  public Optional<T> find(String id) {
    T exact = byId.get(id);
    if (exact != null || id.isEmpty()) {
      return Optional.ofNullable(exact);
    }
    List<T> matching =
        byId.entrySet().stream()
            .filter(entry -> entry.getKey().startsWith(id))
            .map(Map.Entry::getValue)
            .toList();
    return matching.size() == 1 ? Optional.of(matching.getFirst()) : Optional.empty();
  }

  /** As {@link #find}, or {@link CriException.Code#NOT_FOUND}. */
  public T get(String id) {
    return find(id)
        .orElseThrow(
            () ->
                CriException.notFound(
                    "an error occurred when try to find %s \"%s\": not found".formatted(kind, id)));
  }
}
