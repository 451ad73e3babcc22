package dev.cnilab.cluster.kubelet.eviction;

import dev.cnilab.cluster.kubelet.environment.ResourceReference;
import dev.cnilab.cluster.kubelet.pod.Container;

/**
 * What of a node can run low, the most urgent first: the kubelet's eviction signals with their hard
 * thresholds by default.
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

  /** The condition of a node on which it is low. */
  NodePressure pressure() {
    return pressure;
  }

  /** The name of the resource, as messages and requests have it. */
  String resource() {
    return resource;
  }

  /** How much of it a container has asked for; nobody asks for inodes. */
  long request(Container container) {
    return ResourceReference.amount(container, "requests", resource);
  }
}
