package dev.cnilab.netsim.link;

import dev.cnilab.netsim.address.MacAddress;
import java.time.Duration;

/**
 * Behind which port of a bridge an address is.
 *
 * @param port a port's link, or the bridge for its own address
 * @param age since a frame from the address was last seen
 */
public record FdbEntry(MacAddress address, Link port, Kind kind, Duration age) {
  /** How an entry came about. */
  public enum Kind {
    /** From a frame's source; it is forgotten after the ageing time. */
    LEARNED,
    /** Added by hand ({@code bridge fdb add … master static}). */
    STATIC,
    /** The address of a port or of the bridge itself, or one added as local. */
    PERMANENT
  }
}
