package dev.cnilab.netsim.link;

/** What happened to a link (NETDEV_*). */
public enum LinkChange {
  UP,
  DOWN,
  CARRIER_FOUND,
  CARRIER_LOST,
  ADDRESS_CHANGED,
  REMOVED
}
