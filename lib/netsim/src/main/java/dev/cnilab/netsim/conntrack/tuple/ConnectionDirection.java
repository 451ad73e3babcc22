package dev.cnilab.netsim.conntrack.tuple;

/** The direction of a packet within its connection. */
public enum ConnectionDirection {
  /** The direction of the packet that opened the connection. */
  ORIGINAL,
  REPLY;

  public ConnectionDirection opposite() {
    return this == ORIGINAL ? REPLY : ORIGINAL;
  }
}
