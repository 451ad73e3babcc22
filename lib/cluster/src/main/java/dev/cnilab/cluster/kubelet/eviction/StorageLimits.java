package dev.cnilab.cluster.kubelet.eviction;

import dev.cnilab.cluster.kubelet.environment.PodLimits;
import dev.cnilab.cluster.kubelet.environment.ResourceReference;
import dev.cnilab.cluster.kubelet.pod.ContainerSpec;
import dev.cnilab.cluster.kubelet.pod.Pod;
import dev.cnilab.cluster.kubelet.volume.Volume;
import dev.cnilab.userland.file.FileUsage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Whether a pod uses more of the disk than its specification allows. */
final class StorageLimits {
  private static final String STORAGE = "ephemeral-storage";

  private StorageLimits() {}

  /** What is exceeded, in the kubelet's words; empty if nothing is. */
  static Optional<String> of(Pod pod, PodUse use) {
    return emptyDirs(pod, use).or(() -> whole(pod, use)).or(() -> containers(pod, use));
  }

  private static Optional<String> emptyDirs(Pod pod, PodUse use) {
    if (Volume.of(pod).stream().noneMatch(volume -> volume.sizeLimit().isPresent())) {
      return Optional.empty();
    }
    Map<String, FileUsage> used = use.ofEmptyDirs(pod);
    for (Volume volume : Volume.of(pod)) {
      long bytes = used.getOrDefault(volume.name(), FileUsage.NOTHING).bytes();
      if (bytes > volume.sizeLimit().orElse(Long.MAX_VALUE)) {
        return Optional.of(
            "Usage of EmptyDir volume \"%s\" exceeds the limit \"%s\". "
                .formatted(volume.name(), volume.source().path("sizeLimit").asText()));
      }
    }
    return Optional.empty();
  }

  /**
   * Layers, logs and volumes on the disk together; checked as soon as one container has a limit.
   */
  private static Optional<String> whole(Pod pod, PodUse use) {
    OptionalLong limit = PodLimits.of(pod, STORAGE);
    if (limit.isEmpty() || use.storage(pod) <= limit.getAsLong()) {
      return Optional.empty();
    }
    return Optional.of(
        "Pod ephemeral local storage usage exceeds the total limit of containers %s. "
            .formatted(text(pod, limit.getAsLong())));
  }

  /** A sum is printed in its shortest form; a single container's limit as it was written. */
  private static String text(Pod pod, long sum) {
    List<String> limits =
        pod.containers().stream()
            .map(container -> container.text("/resources/limits/" + STORAGE))
            .filter(limit -> !limit.isEmpty())
            .toList();
    return limits.size() == 1 ? limits.getFirst() : QuantityText.text(sum);
  }

  private static Optional<String> containers(Pod pod, PodUse use) {
    if (pod.containers().stream().allMatch(container -> limit(container) == 0)) {
      return Optional.empty();
    }
    Map<String, Long> used = use.storageOfContainers(pod);
    for (ContainerSpec container : pod.containers()) {
      if (limit(container) > 0 && used.getOrDefault(container.name(), 0L) > limit(container)) {
        return Optional.of(
            "Container %s exceeded its local ephemeral storage limit \"%s\". "
                .formatted(container.name(), container.text("/resources/limits/" + STORAGE)));
      }
    }
    return Optional.empty();
  }

  private static long limit(ContainerSpec container) {
    return ResourceReference.amount(container, "limits", STORAGE);
  }
}
