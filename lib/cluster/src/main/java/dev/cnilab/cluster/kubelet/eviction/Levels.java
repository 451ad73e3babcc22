package dev.cnilab.cluster.kubelet.eviction;

import dev.cnilab.userland.cgroup.MemoryController;
import dev.cnilab.userland.file.DiskSpace;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.mount.MountNamespace;
import dev.cnilab.userland.hardware.Hardware;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures how much memory a node has left, and how much of the disk with the kubelet's directory.
 */
record Levels(MountNamespace files, MemoryController memory, Thresholds thresholds) {
  private static final String KUBELET = "/var/lib/kubelet";

  /** The resources that are low, the most urgent first. */
  List<ResourceLevel> low() {
    List<ResourceLevel> levels = new ArrayList<>();
    long kept = thresholds.of(EvictionSignal.MEMORY, Hardware.MEMORY_KI * 1024);
    levels.add(new ResourceLevel(EvictionSignal.MEMORY, kept, memory.available()));
    try {
      files.mountOf(KUBELET).tree().space().ifPresent(space -> addDisk(levels, space));
    } catch (FileException removed) {
      // There is no disk that could be low.
    }
    return levels.stream().filter(ResourceLevel::isLow).toList();
  }

  private void addDisk(List<ResourceLevel> levels, DiskSpace space) {
    levels.add(
        new ResourceLevel(
            EvictionSignal.STORAGE,
            thresholds.of(EvictionSignal.STORAGE, space.size()),
            space.available()));
    levels.add(
        new ResourceLevel(
            EvictionSignal.INODES,
            thresholds.of(EvictionSignal.INODES, space.inodes()),
            space.inodesFree()));
  }
}
