package dev.cnilab.netsim.link;

import dev.cnilab.netsim.address.MacAddress;
import java.time.Duration;

/**
 * The port of a bridge behind which an address is.
 *
 * @param port a port's link, or the bridge for its own address
 * @param age the time since the last frame from the address
 */
public record FdbEntry(MacAddress address, Link port, Kind kind, Duration age) {
  /** The origin of an entry. */
  public enum Kind {
    /** Learned from a frame's source; it expires after the ageing time. */
    LEARNED,
    /** Added by hand ({@code bridge fdb add … master static}). */
    STATIC,
    /** The address of a port or of the bridge itself, or one added as local. */
    PERMANENT
  }
}
