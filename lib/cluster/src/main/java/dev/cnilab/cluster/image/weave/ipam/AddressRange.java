package dev.cnilab.cluster.image.weave.ipam;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import java.util.ArrayList;
import java.util.List;

/** Addresses as numbers, from {@code start} up to but excluding {@code end}. */
public record AddressRange(long start, long end) {
  long size() {
    return end - start;
  }

  boolean contains(long address) {
    return start <= address && address < end;
  }

  /** The fewest prefixes that make up this range, in order. */
  public List<Ipv4Prefix> prefixes() {
    List<Ipv4Prefix> prefixes = new ArrayList<>();
    for (long at = start; at < end; ) {
      int bits =
          Math.min(
              Long.numberOfTrailingZeros(at), Long.SIZE - 1 - Long.numberOfLeadingZeros(end - at));
      prefixes.add(new Ipv4Prefix(new Ipv4Address((int) at), 32 - bits));
      at += 1L << bits;
    }
    return prefixes;
  }
}
