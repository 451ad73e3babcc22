package dev.cnilab.cluster.kubelet.container;

import dev.cnilab.cluster.kubelet.worker.SyncFailure;
import dev.cnilab.cluster.log.GoText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The failures of one sync of a pod. */
public final class SyncResult {
  private final Set<String> failures = new LinkedHashSet<>();
  private final List<Instant> backOffs = new ArrayList<>();

  /**
   * Records a failure.
   *
   * @param action such as {@code StartContainer}
   * @param target the container, sandbox or pod
   * @param error such as {@code CrashLoopBackOff}
   */
  public void fail(String action, String target, String error, String message) {
    failures.add(
        "failed to %s for %s with %s: %s"
            .formatted(GoText.quote(action), GoText.quote(target), error, GoText.quote(message)));
  }

  /** Records when one of the failed containers may be restarted. */
  public void backsOffUntil(Instant time) {
    backOffs.add(time);
  }

  public boolean hasFailed() {
    return !failures.isEmpty();
  }

  /** All failures, as Go's aggregate error prints them. */
  public String message() {
    return failures.size() == 1
        ? failures.iterator().next()
        : "[" + String.join(", ", failures) + "]";
  }

  public void throwIfFailed() throws SyncFailure {
    if (hasFailed()) {
      throw backOffs.isEmpty()
          ? SyncFailure.of(message())
          : SyncFailure.backingOff(message(), backOffs);
    }
  }
}
