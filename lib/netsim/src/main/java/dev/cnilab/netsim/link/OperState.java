package dev.cnilab.netsim.link;

/** The operational state of RFC 2863, which {@code ip link} prints. */
public enum OperState {
  UNKNOWN,
  DOWN,
  LOWERLAYERDOWN,
  UP
}
