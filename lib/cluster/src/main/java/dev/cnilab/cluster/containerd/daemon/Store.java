package dev.cnilab.cluster.containerd.daemon;

import dev.cnilab.cluster.cri.CriException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Entries by ID, the oldest first. A prefix of an ID is enough to find one; those of a pod are
 * found without searching the others of the node.
 */
public final class Store<T> {
  private final String kind;
  private final Function<T, String> podUid;
  private final Map<String, T> byId = new LinkedHashMap<>();
  private final Map<String, Map<String, T>> byPod = new HashMap<>();

  /**
   * A store of one kind of entries.
   *
   * @param kind {@code sandbox} or {@code container}, as errors call it
   * @param podUid the pod that an entry belongs to
   */
  public Store(String kind, Function<T, String> podUid) {
    this.kind = kind;
    this.podUid = podUid;
  }

  public void add(String id, T value) {
    byId.put(id, value);
    byPod.computeIfAbsent(podUid.apply(value), pod -> new LinkedHashMap<>()).put(id, value);
  }

  public void remove(String id) {
    T removed = byId.remove(id);
    if (removed != null) {
      byPod.computeIfPresent(
          podUid.apply(removed),
          (pod, those) -> {
            those.remove(id);
            return those.isEmpty() ? null : those;
          });
    }
  }

  /** The entries of the pod with that UID, the oldest first. */
  public List<T> ofPod(String uid) {
    return List.copyOf(byPod.getOrDefault(uid, Map.of()).values());
  }

  public List<T> all() {
    return List.copyOf(byId.values());
  }

  /** The entry with that ID, or the only one whose ID has this prefix. */
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

  /** Like {@link #find}, or {@link CriException.Code#NOT_FOUND}. */
  public T get(String id) {
    return find(id)
        .orElseThrow(
            () ->
                CriException.notFound(
                    "an error occurred when try to find %s \"%s\": not found".formatted(kind, id)));
  }
}
