package dev.cnilab.netsim.conntrack;

/** The direction of a packet within its connection. */
public enum Direction {
  /** The direction of the packet that opened the connection. */
  ORIGINAL,
  REPLY;

  Direction opposite() {
    return this == ORIGINAL ? REPLY : ORIGINAL;
  }
}
