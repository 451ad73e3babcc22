package dev.cnilab.netsim.conntrack;

/** Which way a packet of a connection goes. */
public enum Direction {
  /** The way of the packet that opened the connection. */
  ORIGINAL,
  REPLY;

  Direction opposite() {
    return this == ORIGINAL ? REPLY : ORIGINAL;
  }
}
