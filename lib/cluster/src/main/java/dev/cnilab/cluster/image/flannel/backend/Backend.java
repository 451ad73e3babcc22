package dev.cnilab.cluster.image.flannel.backend;

import dev.cnilab.cluster.image.flannel.subnet.Lease;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.userland.process.Process;

/** Reaches the pods of other nodes, once this node has its lease: {@code backend.Network}. */
public sealed interface Backend permits VxlanBackend, RouteBackend {
  /** The subnet of this node's pods. */
  Ipv4Prefix subnet();

  /** The largest packet that reaches other nodes' pods, in bytes. */
  int mtu();

  /**
   * Starts repairing what it has created, as far as this kind of network does; until the process
   * exits.
   */
  void run(Process process);

  /** A node's lease is new or has changed. */
  void added(Lease lease);

  /** A node with a lease is gone. */
  void removed(Lease lease);

  /** flanneld ends; everything it has created stays. */
  void stop();
}
