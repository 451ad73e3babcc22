package dev.cnilab.cluster.kubelet.eviction;

import dev.cnilab.userland.cgroup.MemoryController;
import dev.cnilab.userland.file.DiskSpace;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.mount.MountNamespace;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures how much memory a node has left, and how much of the disk with the kubelet's directory.
 */
record Levels(MountNamespace files, MemoryController memory) {
  private static final String KUBELET = "/var/lib/kubelet";
  private static final long MEMORY_THRESHOLD = 100L << 20;

  /** The resources that are low, the most urgent first. */
  List<Level> low() {
    List<Level> levels = new ArrayList<>();
    levels.add(new Level(Signal.MEMORY, MEMORY_THRESHOLD, memory.available()));
    try {
      files.mountOf(KUBELET).tree().space().ifPresent(space -> addDisk(levels, space));
    } catch (FileException removed) {
      // There is no disk that could be low.
    }
    return levels.stream().filter(Level::isLow).toList();
  }

  private static void addDisk(List<Level> levels, DiskSpace space) {
    levels.add(new Level(Signal.STORAGE, space.size() / 10, space.available()));
    levels.add(new Level(Signal.INODES, space.inodes() / 20, space.inodesFree()));
  }
}
