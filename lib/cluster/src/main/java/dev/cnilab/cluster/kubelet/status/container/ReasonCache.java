package dev.cnilab.cluster.kubelet.status.container;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Why containers could not be started the last time. */
public final class ReasonCache {
  private final Map<String, Reason> reasons = new HashMap<>();

  /** What a waiting container's {@code reason} and {@code message} say. */
  public record Reason(String reason, String message) {}

  public void failed(String podUid, String container, Reason reason) {
    reasons.put(key(podUid, container), reason);
  }

  public void started(String podUid, String container) {
    reasons.remove(key(podUid, container));
  }

  public Optional<Reason> find(String podUid, String container) {
    return Optional.ofNullable(reasons.get(key(podUid, container)));
  }

  /** Forgets a pod that is gone. */
  public void forget(String podUid) {
    reasons.keySet().removeIf(key -> key.startsWith(podUid + "/"));
  }

  private static String key(String podUid, String container) {
    return podUid + "/" + container;
  }
}
