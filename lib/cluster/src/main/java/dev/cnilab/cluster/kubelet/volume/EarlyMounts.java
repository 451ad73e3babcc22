package dev.cnilab.cluster.kubelet.volume;

import dev.cnilab.cluster.kubelet.lifetime.Lifetime;
import dev.cnilab.cluster.kubelet.pod.Pod;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * The volume manager's own attempts for pods that wait for the network: it does not wait, so it may
 * find that a volume's objects have not been read yet.
 */
public final class EarlyMounts {
  private static final Duration FIRST = Duration.ofMillis(100);
  private static final Duration RETRY = Duration.ofMillis(500);
  private static final Duration LONGEST = Duration.ofSeconds(122);

  private final Lifetime lifetime;
  private final Volumes volumes;
  private final Set<String> waiting = new HashSet<>();

  public EarlyMounts(Lifetime lifetime, Volumes volumes) {
    this.lifetime = lifetime;
    this.volumes = volumes;
  }

  /** Starts trying, unless it already has. */
  public void add(Pod pod) {
    if (waiting.add(pod.uid())) {
      lifetime.after(FIRST, () -> attempt(pod, RETRY));
    }
  }

  /** Stops trying a pod's volumes. */
  public void remove(String podUid) {
    waiting.remove(podUid);
  }

  private void attempt(Pod pod, Duration retry) {
    if (waiting.contains(pod.uid()) && !volumes.tryMount(pod)) {
      Duration twice = retry.multipliedBy(2);
      Duration next = twice.compareTo(LONGEST) < 0 ? twice : LONGEST;
      lifetime.after(retry, () -> attempt(pod, next));
    }
  }
}
