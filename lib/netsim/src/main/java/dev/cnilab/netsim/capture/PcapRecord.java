package dev.cnilab.netsim.capture;

import dev.cnilab.netsim.packet.Bytes;
import java.time.Instant;
import java.util.Arrays;

/**
 * A packet of a pcap file.
 *
 * @param bytes the part of the packet that was kept
 * @param length its length on the link, in bytes
 */
public record PcapRecord(Instant time, Bytes bytes, int length) {
  /** A packet that was kept whole. */
  public PcapRecord(Instant time, Bytes bytes) {
    this(time, bytes, bytes.length());
  }

  /**
   * The packet at its length on the link, with zeros for the bytes that were not kept.
   *
   * @param atLeast the minimum length of the result, in bytes
   */
  public Bytes padded(int atLeast) {
    return Bytes.of(Arrays.copyOf(bytes.toArray(), Math.max(length, atLeast)));
  }
}
