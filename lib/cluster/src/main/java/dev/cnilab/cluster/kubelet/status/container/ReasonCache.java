package dev.cnilab.cluster.kubelet.status.container;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Why containers could not be started at the last attempt. */
public final class ReasonCache {
  private final Map<String, Reason> reasons = new HashMap<>();

  /** The {@code reason} and {@code message} of a waiting container. */
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

  /** Forgets a deleted pod. */
  public void forget(String podUid) {
    reasons.keySet().removeIf(key -> key.startsWith(podUid + "/"));
  }

  private static String key(String podUid, String container) {
    return podUid + "/" + container;
  }
}
