package dev.cnilab.cluster.image.flannel.backend;

import dev.cnilab.cluster.image.flannel.subnet.Lease;
import dev.cnilab.netsim.address.Ipv4Prefix;
import java.time.Duration;

/** Reaches the pods of other nodes, once this node has its lease: {@code backend.Network}. */
public sealed interface Backend permits VxlanBackend, RouteBackend {
  /** The subnet of this node's pods. */
  Ipv4Prefix subnet();

  /** The largest packet that reaches other nodes' pods, in bytes. */
  int mtu();

  /** Starts following the leases of other nodes. */
  void run();

  /** A node's lease is new or has changed. */
  void added(Lease lease);

  /** A node with a lease is gone. */
  void removed(Lease lease);

  /**
   * Checks whether what it has created is still there.
   *
   * @param running how long it has been running, in whole seconds
   */
  void look(Duration running);

  /** flanneld ends; everything it has created stays. */
  void stop();
}
