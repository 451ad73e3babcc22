package dev.cnilab.netsim.neighbor;

/** The state of a neighbor entry (NUD_*). */
public enum NeighborState {
  NONE,
  INCOMPLETE,
  REACHABLE,
  STALE,
  DELAY,
  PROBE,
  FAILED,
  NOARP,
  PERMANENT;

  /** Whether there is a MAC address to send to. */
  public boolean isValid() {
    return switch (this) {
      case REACHABLE, STALE, DELAY, PROBE, NOARP, PERMANENT -> true;
      case NONE, INCOMPLETE, FAILED -> false;
    };
  }

  /** Whether packets may be sent without verifying the address (NUD_CONNECTED). */
  boolean isConnected() {
    return switch (this) {
      case REACHABLE, NOARP, PERMANENT -> true;
      case NONE, INCOMPLETE, STALE, DELAY, PROBE, FAILED -> false;
    };
  }
}
