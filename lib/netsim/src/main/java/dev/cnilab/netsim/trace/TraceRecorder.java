package dev.cnilab.netsim.trace;

/**
 * Writes down what becomes of one packet. The forwarding code calls it, for traced packets only.
 */
public final class TraceRecorder {
  /** A recorder for a copy of the packet: what came before is common to both. */
  public TraceRecorder fork() {
    return this;
  }
}
