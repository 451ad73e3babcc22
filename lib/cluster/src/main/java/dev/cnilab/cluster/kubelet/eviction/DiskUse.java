package dev.cnilab.cluster.kubelet.eviction;

import dev.cnilab.cluster.cri.ContainerStatus;
import dev.cnilab.cluster.cri.CriRuntime;
import dev.cnilab.cluster.kubelet.lifetime.Lifetime;
import dev.cnilab.cluster.kubelet.pod.Labels;
import dev.cnilab.cluster.kubelet.pod.Pod;
import dev.cnilab.cluster.kubelet.volume.Volume;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.FileStatus;
import dev.cnilab.userland.file.MountNamespace;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Measures what pods take of the node's disk. Blocks: other tasks go on between directories. */
record DiskUse(Lifetime lifetime, CriRuntime runtime, MountNamespace files) {
  private static final int BLOCK = 4096;
  private static final Duration A_DIRECTORY = Duration.ofNanos(20_000);

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
    lifetime.loop().sleep(A_DIRECTORY);
    lifetime.requireAlive();
    long bytes = 0;
    try {
      FileStatus status = files.linkStatus(path);
      bytes += (status.size() + BLOCK - 1) / BLOCK * BLOCK;
      if (status.isDirectory()) {
        for (String name : files.list(path)) {
          FileStatus below = files.linkStatus(path + "/" + name);
          bytes +=
              below.isDirectory()
                  ? of(path + "/" + name)
                  : (below.size() + BLOCK - 1) / BLOCK * BLOCK;
        }
      }
    } catch (FileException goneMeanwhile) {
      // What is not there any more takes nothing.
    }
    return bytes;
  }
}
