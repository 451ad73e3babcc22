package dev.cnilab.netsim.neighbor;

/** How sure the kernel is of a neighbour's MAC address (NUD_*). */
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

  /** Whether packets may go without further thought (NUD_CONNECTED). */
  boolean isConnected() {
    return switch (this) {
      case REACHABLE, NOARP, PERMANENT -> true;
      case NONE, INCOMPLETE, STALE, DELAY, PROBE, FAILED -> false;
    };
  }
}
