package dev.cnilab.netsim.neighbor;

/** Notified of neighbors as they change, like the group RTNLGRP_NEIGH of rtnetlink(7). */
public interface NeighborListener {
  /** A neighbor has another state that the kernel reports, or another MAC address. */
  void neighborChanged(NeighborEntry entry);

  void neighborDeleted(NeighborEntry entry);
}
