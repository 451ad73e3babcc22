package dev.cnilab.cluster.kubelet.eviction;

import dev.cnilab.cluster.cri.CriRuntime;
import dev.cnilab.cluster.cri.message.ContainerStatus;
import dev.cnilab.cluster.kubelet.lifetime.Lifetime;
import dev.cnilab.cluster.kubelet.pod.Labels;
import dev.cnilab.cluster.kubelet.pod.Pod;
import dev.cnilab.cluster.kubelet.volume.Volume;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.FileUsage;
import dev.cnilab.userland.file.mount.MountNamespace;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/** Measures the pods' usage of a node's resources. Blocks: other tasks run between directories. */
record PodUse(Lifetime lifetime, CriRuntime runtime, MountNamespace files) {
  private static final Duration BETWEEN = Duration.ofMillis(1);

  /** A pod with its usage of a low resource. */
  EvictionCandidate candidate(Pod pod, EvictionSignal signal) {
    return switch (signal) {
      case MEMORY -> new EvictionCandidate(pod, signal, ofContainers(pod, this::memory), 0);
      case STORAGE -> onDisk(pod, signal, FileUsage::bytes);
      case INODES -> onDisk(pod, signal, FileUsage::inodes);
    };
  }

  private EvictionCandidate onDisk(Pod pod, EvictionSignal signal, ToLongFunction<FileUsage> unit) {
    long volumes = 0;
    for (FileUsage volume : ofDisk(pod).values()) {
      volumes += unit.applyAsLong(volume);
    }
    return new EvictionCandidate(
        pod,
        signal,
        ofContainers(pod, container -> unit.applyAsLong(layerAndLogs(container))),
        volumes);
  }

  /** A pod's total disk usage, in bytes. */
  long storage(Pod pod) {
    return storageOfContainers(pod).values().stream().mapToLong(Long::longValue).sum()
        + ofDisk(pod).values().stream().mapToLong(FileUsage::bytes).sum();
  }

  /** The disk usage by container, in bytes: writable layer and logs. */
  Map<String, Long> storageOfContainers(Pod pod) {
    return ofContainers(pod, container -> layerAndLogs(container).bytes());
  }

  private Map<String, Long> ofContainers(Pod pod, ToLongFunction<ContainerStatus> measure) {
    Map<String, Long> use = new LinkedHashMap<>();
    for (ContainerStatus container : runtime.listContainers()) {
      if (pod.uid().equals(container.labels().get(Labels.POD_UID))) {
        use.merge(container.metadata().name(), measure.applyAsLong(container), Long::sum);
      }
    }
    return use;
  }

  private long memory(ContainerStatus container) {
    return runtime.memory(container.id());
  }

  private FileUsage layerAndLogs(ContainerStatus container) {
    String log = container.logPath();
    return of(runtime.writableLayer(container.id()))
        .plus(of(log.substring(0, Math.max(0, log.lastIndexOf('/')))));
  }

  /** The disk usage by volume: all emptyDirs. */
  Map<String, FileUsage> ofEmptyDirs(Pod pod) {
    return ofVolumes(pod, volume -> true);
  }

  private Map<String, FileUsage> ofDisk(Pod pod) {
    return ofVolumes(pod, volume -> !volume.isInMemory());
  }

  private Map<String, FileUsage> ofVolumes(Pod pod, Predicate<Volume> which) {
    Map<String, FileUsage> use = new LinkedHashMap<>();
    for (Volume volume : Volume.of(pod)) {
      if (volume.type().equals("emptyDir") && which.test(volume)) {
        use.put(volume.name(), of(volume.path()));
      }
    }
    return use;
  }

  private FileUsage of(String path) {
    lifetime.loop().sleep(BETWEEN);
    lifetime.requireAlive();
    try {
      return path.isEmpty() ? FileUsage.NOTHING : files.usage(path);
    } catch (FileException goneMeanwhile) {
      return FileUsage.NOTHING;
    }
  }
}
