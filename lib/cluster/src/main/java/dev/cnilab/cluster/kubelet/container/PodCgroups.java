package dev.cnilab.cluster.kubelet.container;

import dev.cnilab.cluster.kubelet.pod.Pod;
import dev.cnilab.userland.cgroup.Cgroup;
import java.util.OptionalInt;

/**
 * The control groups that a kubelet makes for its pods.
 *
 * @param root the node's
 * @param processes the most of a pod ({@code podPidsLimit})
 */
public record PodCgroups(Cgroup root, OptionalInt processes) {
  /** Makes a pod's group, with its limits; returns its path below /sys/fs/cgroup. */
  String prepare(Pod pod) {
    String path = PodCgroup.path(pod);
    processes.ifPresent(most -> root.descendant(path).pids().setMax(most));
    return path;
  }
}
