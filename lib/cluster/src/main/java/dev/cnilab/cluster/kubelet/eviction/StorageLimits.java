package dev.cnilab.cluster.kubelet.eviction;

import dev.cnilab.cluster.kubelet.environment.ResourceReference;
import dev.cnilab.cluster.kubelet.pod.Container;
import dev.cnilab.cluster.kubelet.pod.Pod;
import dev.cnilab.cluster.kubelet.volume.Volume;
import dev.cnilab.userland.file.FileUsage;
import java.util.Map;
import java.util.Optional;

/** Whether a pod takes more of the disk than its own specification allows. */
final class StorageLimits {
  private static final String STORAGE = "ephemeral-storage";

  private StorageLimits() {}

  /** What is exceeded, in the kubelet's words; empty if nothing is. */
  static Optional<String> of(Pod pod, PodUse use) {
    return emptyDirs(pod, use).or(() -> containers(pod, use));
  }

  private static Optional<String> emptyDirs(Pod pod, PodUse use) {
    if (Volume.of(pod).stream().noneMatch(volume -> volume.source().has("sizeLimit"))) {
      return Optional.empty();
    }
    Map<String, FileUsage> used = use.ofEmptyDirs(pod);
    for (Volume volume : Volume.of(pod)) {
      String limit = volume.source().path("sizeLimit").asText();
      if (!limit.isEmpty()
          && used.getOrDefault(volume.name(), FileUsage.NOTHING).bytes()
              > ResourceReference.amount(limit)) {
        return Optional.of(
            "Usage of EmptyDir volume \"%s\" exceeds the limit \"%s\". "
                .formatted(volume.name(), limit));
      }
    }
    return Optional.empty();
  }

  private static Optional<String> containers(Pod pod, PodUse use) {
    if (pod.containers().stream().allMatch(container -> limit(container) == 0)) {
      return Optional.empty();
    }
    Map<String, Long> used = use.storageOfContainers(pod);
    for (Container container : pod.containers()) {
      if (limit(container) > 0 && used.getOrDefault(container.name(), 0L) > limit(container)) {
        return Optional.of(
            "Container %s exceeded its local ephemeral storage limit \"%s\". "
                .formatted(container.name(), container.text("/resources/limits/" + STORAGE)));
      }
    }
    return Optional.empty();
  }

  private static long limit(Container container) {
    return ResourceReference.amount(container, "limits", STORAGE);
  }
}
