package dev.cnilab.netsim.trace;

/** One thing that happened to a packet inside a namespace. */
public sealed interface Step {
  /** The packet ended here. */
  record Dropped(DropReason reason, String detail) implements Step {}
}
