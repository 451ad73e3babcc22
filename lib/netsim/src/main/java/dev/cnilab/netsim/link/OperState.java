package dev.cnilab.netsim.link;

/** The state of RFC 2863 that {@code ip link} prints. */
public enum OperState {
  UNKNOWN,
  DOWN,
  LOWERLAYERDOWN,
  UP
}
