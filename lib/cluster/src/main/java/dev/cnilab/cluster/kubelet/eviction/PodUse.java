package dev.cnilab.cluster.kubelet.eviction;

import dev.cnilab.cluster.cri.ContainerStatus;
import dev.cnilab.cluster.cri.CriRuntime;
import dev.cnilab.cluster.kubelet.lifetime.Lifetime;
import dev.cnilab.cluster.kubelet.pod.Labels;
import dev.cnilab.cluster.kubelet.pod.Pod;
import dev.cnilab.cluster.kubelet.volume.Volume;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.MountNamespace;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Measures what pods take of the node's disk. Blocks: other tasks go on between directories. */
record DiskUse(Lifetime lifetime, CriRuntime runtime, MountNamespace files) {
  private static final Duration BETWEEN = Duration.ofMillis(1);

  /** By container, in bytes: its writable layer and its logs. */
  Map<String, Long> ofContainers(Pod pod) {
    Map<String, Long> use = new LinkedHashMap<>();
    for (ContainerStatus container : runtime.listContainers()) {
      if (pod.uid().equals(container.labels().get(Labels.POD_UID))) {
        String log = container.logPath();
        long bytes =
            of(runtime.writableLayer(container.id()))
                + of(log.substring(0, Math.max(0, log.lastIndexOf('/'))));
        use.merge(container.metadata().name(), bytes, Long::sum);
      }
    }
    return use;
  }

  /** By volume, in bytes: of the emptyDirs that are on the disk. */
  Map<String, Long> ofEmptyDirs(Pod pod) {
    Map<String, Long> use = new LinkedHashMap<>();
    for (Volume volume : Volume.of(pod)) {
      if (volume.type().equals("emptyDir")) {
        use.put(volume.name(), of(volume.path()));
      }
    }
    return use;
  }

  private long of(String path) {
    lifetime.loop().sleep(BETWEEN);
    lifetime.requireAlive();
    try {
      return path.isEmpty() ? 0 : files.usage(path);
    } catch (FileException goneMeanwhile) {
      return 0;
    }
  }
}
