package dev.cnilab.cluster.kubelet.eviction;

import dev.cnilab.cluster.cri.CriException;
import dev.cnilab.cluster.cri.CriRuntime;
import dev.cnilab.cluster.kubelet.environment.ResourceReference;
import dev.cnilab.cluster.kubelet.lifetime.Lifetime;
import dev.cnilab.cluster.kubelet.pod.Container;
import dev.cnilab.cluster.kubelet.pod.Pod;
import dev.cnilab.userland.file.DiskSpace;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.MountNamespace;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks every ten seconds whether the disk is low and whether pods keep to their limits of it; ends
 * the worst pod if not. The kubelet's {@code pkg/kubelet/eviction}: hard thresholds {@code
 * nodefs.available<10%} and {@code nodefs.inodesFree<5%}, one pod at a time.
 */
public final class Evictions {
  /** monitoringInterval of the kubelet. */
  private static final Duration PERIOD = Duration.ofSeconds(10);

  /** evictionPressureTransitionPeriod. */
  private static final Duration TRANSITION = Duration.ofMinutes(5);

  private static final String KUBELET = "/var/lib/kubelet";
  private static final String STORAGE = "ephemeral-storage";

  /** From here on a pod is critical; scheduling.SystemCriticalPriority. */
  private static final int CRITICAL = 2_000_000_000;

  private final Lifetime lifetime;
  private final MountNamespace files;
  private final DiskUse use;
  private final Supplier<List<Pod>> active;
  private final Evictor evictor;
  private @Nullable Instant lastLow;

  /** Ends a pod for good. */
  public interface Evictor {
    void evict(Pod pod, String message);

    /** Removes what is left of pods that have ended: first of all, before more pods have to. */
    void reclaim();
  }

  /**
   * An observer.
   *
   * @param active the pods that may be running
   */
  public Evictions(
      Lifetime lifetime,
      CriRuntime runtime,
      MountNamespace files,
      Supplier<List<Pod>> active,
      Evictor evictor) {
    this.lifetime = lifetime;
    this.files = files;
    this.use = new DiskUse(lifetime, runtime, files);
    this.active = active;
    this.evictor = evictor;
  }

  /** Begins to look. */
  public void start() {
    lifetime.after(PERIOD, () -> lifetime.spawn("eviction", this::look));
  }

  /** Whether the disk is low, or was in the last five minutes. */
  public boolean hasDiskPressure() {
    Instant low = lastLow;
    return low != null && Duration.between(low, lifetime.loop().now()).compareTo(TRANSITION) < 0;
  }

  private void look() {
    try {
      if (!enforceLimits()) {
        relieve();
      }
    } catch (CriException unreachable) {
      // It is tried again the next time.
    }
    start();
  }

  private void relieve() {
    Optional<String> low = whatIsLow();
    if (low.isEmpty()) {
      return;
    }
    lastLow = lifetime.loop().now();
    evictor.reclaim();
    if (whatIsLow().isEmpty()) {
      return;
    }
    List<Candidate> candidates = new ArrayList<>();
    for (Pod pod : active.get()) {
      if (!pod.isStatic() && priority(pod) < CRITICAL) {
        candidates.add(new Candidate(pod, use.ofContainers(pod), use.ofEmptyDirs(pod)));
      }
    }
    candidates.stream()
        .max(
            Comparator.comparing(Candidate::exceedsRequest)
                .thenComparing(each -> -priority(each.pod()))
                .thenComparing(Candidate::overRequest))
        .ifPresent(worst -> evictor.evict(worst.pod(), worst.message(low.get())));
  }

  /** What is low, and how low, as a message says it. */
  private Optional<String> whatIsLow() {
    Optional<DiskSpace> disk = disk();
    if (disk.isEmpty()) {
      return Optional.empty();
    }
    DiskSpace space = disk.get();
    if (space.available() < space.size() / 10) {
      return Optional.of(
          low(STORAGE, Bytes.text(space.size() / 10), Bytes.text(space.available())));
    }
    return space.inodesFree() < space.inodes() / 20
        ? Optional.of(low("inodes", "" + space.inodes() / 20, "" + space.inodesFree()))
        : Optional.empty();
  }

  private static String low(String resource, String threshold, String available) {
    return "The node was low on resource: %s. Threshold quantity: %s, available: %s. "
        .formatted(resource, threshold, available);
  }

  private Optional<DiskSpace> disk() {
    try {
      return files.mountOf(KUBELET).tree().space();
    } catch (FileException removed) {
      return Optional.empty();
    }
  }

  /** Whether a pod exceeded its own limits; those are ended whatever the disk has. */
  private boolean enforceLimits() {
    for (Pod pod : active.get()) {
      Optional<String> exceeded = pod.isStatic() ? Optional.empty() : StorageLimits.of(pod, use);
      if (exceeded.isPresent()) {
        evictor.evict(pod, exceeded.get());
        return true;
      }
    }
    return false;
  }

  private static int priority(Pod pod) {
    return pod.object().at("/spec/priority").asInt();
  }

  /** A pod that may be ended. */
  private record Candidate(Pod pod, Map<String, Long> containers, Map<String, Long> emptyDirs) {
    long overRequest() {
      long used =
          containers.values().stream().mapToLong(Long::longValue).sum()
              + emptyDirs.values().stream().mapToLong(Long::longValue).sum();
      return used - pod.containers().stream().mapToLong(Candidate::request).sum();
    }

    boolean exceedsRequest() {
      return overRequest() > 0;
    }

    private static long request(Container container) {
      return ResourceReference.amount(container, "requests", STORAGE);
    }

    String message(String low) {
      StringBuilder text = new StringBuilder(low);
      for (Container container : pod.containers()) {
        long used = containers.getOrDefault(container.name(), 0L);
        if (used > request(container)) {
          text.append(
              "Container %s was using %s, request is %s, has larger consumption of %s. "
                  .formatted(
                      container.name(), Bytes.text(used), Bytes.text(request(container)), STORAGE));
        }
      }
      return text.toString();
    }
  }
}
