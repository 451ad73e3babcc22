package dev.cnilab.cluster.kubelet.eviction;

import dev.cnilab.cluster.cri.CriException;
import dev.cnilab.cluster.cri.CriRuntime;
import dev.cnilab.cluster.kubelet.lifetime.Lifetime;
import dev.cnilab.cluster.kubelet.pod.Pod;
import dev.cnilab.cluster.log.GoText;
import dev.cnilab.cluster.placement.Taint;
import dev.cnilab.cluster.placement.Toleration;
import dev.cnilab.userland.cgroup.MemoryController;
import dev.cnilab.userland.file.mount.MountNamespace;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Checks every ten seconds whether memory or disk are low and whether pods keep to their disk
 * limits; evicts the worst pod if not. The kubelet's {@code pkg/kubelet/eviction}, with hard
 * thresholds only; one pod at a time.
 */
public final class Evictions {
  /** monitoringInterval of the kubelet. */
  private static final Duration PERIOD = Duration.ofSeconds(10);

  /** evictionPressureTransitionPeriod. */
  private static final Duration TRANSITION = Duration.ofMinutes(5);

  /** From this priority on a pod is critical; scheduling.SystemCriticalPriority. */
  private static final int CRITICAL = 2_000_000_000;

  private static final Taint MEMORY_TAINT =
      Taint.of("node.kubernetes.io/memory-pressure", Taint.Effect.NO_SCHEDULE);

  private final Lifetime lifetime;
  private final Levels levels;
  private final PodUse use;
  private final Supplier<List<Pod>> active;
  private final Evictor evictor;
  private final Map<NodePressure, Instant> lastLow = new EnumMap<>(NodePressure.class);

  /** Evicts pods and reclaims resources. */
  public interface Evictor {
    /** Reports an attempt to reclaim a resource. */
    void attempt(String resource);

    void evict(Pod pod, String message);

    /** Removes what is left of ended pods, before more pods have to be evicted. */
    void reclaim();
  }

  /**
   * Makes an eviction manager.
   *
   * @param memory the memory in use by all processes of the node
   * @param thresholds below which something is low
   * @param active the pods that may be running
   */
  public Evictions(
      Lifetime lifetime,
      CriRuntime runtime,
      MountNamespace files,
      MemoryController memory,
      Thresholds thresholds,
      Supplier<List<Pod>> active,
      Evictor evictor) {
    this.lifetime = lifetime;
    this.levels = new Levels(files, memory, thresholds);
    this.use = new PodUse(lifetime, runtime, files);
    this.active = active;
    this.evictor = evictor;
  }

  /** Starts checking. */
  public void start() {
    lifetime.after(PERIOD, () -> lifetime.spawn("eviction", this::look));
  }

  /** The resources that are low, or were in the last five minutes. */
  public List<NodePressure> pressures() {
    Instant now = lifetime.loop().now();
    return lastLow.entrySet().stream()
        .filter(low -> Duration.between(low.getValue(), now).compareTo(TRANSITION) < 0)
        .map(Map.Entry::getKey)
        .toList();
  }

  /**
   * Why a new pod is not admitted: the node is short of a resource. If it is only short of memory,
   * it admits pods with a memory request, or those that tolerate the pressure.
   */
  public Optional<String> refusal(Pod pod) {
    List<NodePressure> pressures = pressures();
    if (pressures.isEmpty() || isCritical(pod)) {
      return Optional.empty();
    }
    boolean welcome =
        pressures.equals(List.of(NodePressure.MEMORY))
            && (!pod.qosClass().equals("BestEffort")
                || Toleration.of(pod.object()).stream()
                    .anyMatch(each -> each.tolerates(MEMORY_TAINT)));
    return welcome
        ? Optional.empty()
        : Optional.of(
            "The node had condition: %s. "
                .formatted(GoText.list(pressures.stream().map(NodePressure::condition).toList())));
  }

  private void look() {
    try {
      if (!enforceLimits()) {
        relieve();
      }
    } catch (CriException unreachable) {
      // The next check tries again.
    }
    start();
  }

  private void relieve() {
    List<ResourceLevel> low = levels.low();
    if (low.isEmpty()) {
      return;
    }
    low.forEach(each -> lastLow.put(each.signal().pressure(), lifetime.loop().now()));
    EvictionSignal signal = low.getFirst().signal();
    evictor.attempt(signal.resource());
    if (signal != EvictionSignal.MEMORY) {
      evictor.reclaim();
      low = levels.low();
    }
    if (!low.isEmpty()) {
      evictWorst(low.getFirst());
    }
  }

  private void evictWorst(ResourceLevel low) {
    List<EvictionCandidate> candidates = new ArrayList<>();
    for (Pod pod : active.get()) {
      if (!isCritical(pod)) {
        candidates.add(use.candidate(pod, low.signal()));
      }
    }
    candidates.stream()
        .max(EvictionCandidate.BY_RANK)
        .ifPresent(worst -> evictor.evict(worst.pod(), worst.message(low)));
  }

  /** Whether a pod exceeded its own limits; such a pod is evicted regardless of free space. */
  private boolean enforceLimits() {
    boolean any = false;
    for (Pod pod : active.get()) {
      Optional<String> exceeded = pod.isStatic() ? Optional.empty() : StorageLimits.of(pod, use);
      if (exceeded.isPresent()) {
        evictor.evict(pod, exceeded.get());
        any = true;
      }
    }
    return any;
  }

  private static boolean isCritical(Pod pod) {
    return pod.isStatic() || pod.object().at("/spec/priority").asInt() >= CRITICAL;
  }
}
