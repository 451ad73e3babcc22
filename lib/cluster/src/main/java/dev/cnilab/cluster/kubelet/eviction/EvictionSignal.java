package dev.cnilab.cluster.kubelet.eviction;

import dev.cnilab.cluster.kubelet.environment.ResourceReference;
import dev.cnilab.cluster.kubelet.pod.ContainerSpec;

/** A node's resources that can run low, the most urgent first: the kubelet's eviction signals. */
enum EvictionSignal {
  /** {@code memory.available}. */
  MEMORY(NodePressure.MEMORY, "memory"),
  /** {@code nodefs.available}. */
  STORAGE(NodePressure.DISK, "ephemeral-storage"),
  /** {@code nodefs.inodesFree}. */
  INODES(NodePressure.DISK, "inodes");

  private final NodePressure pressure;
  private final String resource;

  EvictionSignal(NodePressure pressure, String resource) {
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
  long request(ContainerSpec container) {
    return ResourceReference.amount(container, "requests", resource);
  }
}
