package dev.cnilab.cluster.kubelet.eviction;

import dev.cnilab.cluster.kubelet.environment.ResourceReference;
import dev.cnilab.cluster.kubelet.pod.Container;

/**
 * A node's resources that can run low, the most urgent first: the kubelet's eviction signals with
 * their default hard thresholds.
 */
enum Signal {
  /** {@code memory.available<100Mi}. */
  MEMORY(NodePressure.MEMORY, "memory"),
  /** {@code nodefs.available<10%}. */
  STORAGE(NodePressure.DISK, "ephemeral-storage"),
  /** {@code nodefs.inodesFree<5%}. */
  INODES(NodePressure.DISK, "inodes");

  private final NodePressure pressure;
  private final String resource;

  Signal(NodePressure pressure, String resource) {
    this.pressure = pressure;
    this.resource = resource;
  }

  /** The node condition when it is low. */
  NodePressure pressure() {
    return pressure;
  }

  /** The name of the resource, in messages and requests. */
  String resource() {
    return resource;
  }

  /** A container's request of it; there are no requests of inodes. */
  long request(Container container) {
    return ResourceReference.amount(container, "requests", resource);
  }
}
