package dev.cnilab.netsim.capture;

import dev.cnilab.netsim.packet.Bytes;
import java.time.Instant;
import java.util.Arrays;

/**
 * A packet of a pcap file.
 *
 * @param bytes what was kept of it
 * @param length how long it was on the link, in bytes
 */
public record PcapRecord(Instant time, Bytes bytes, int length) {
  /** A packet of which all is kept. */
  public PcapRecord(Instant time, Bytes bytes) {
    this(time, bytes, bytes.length());
  }

  /**
   * As it was on the link, had it been zero where it was not kept.
   *
   * @param atLeast how long it is made if it was shorter, in bytes
   */
  public Bytes padded(int atLeast) {
    return Bytes.of(Arrays.copyOf(bytes.toArray(), Math.max(length, atLeast)));
  }
}
