package dev.cnilab.cluster.image.weave.ipam;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A peer's part of the ring, and the owners of its addresses. */
public final class RingAllocator {
  private final Ipv4Prefix universe;
  private final String self;
  private final Ring ring;

  /** The owner of each address, by the address as a number. */
  private final TreeMap<Long, String> owned = new TreeMap<>();

  public RingAllocator(Ipv4Prefix universe, String self) {
    this.universe = universe;
    this.self = self;
    this.ring = new Ring(universe);
  }

  public Ring ring() {
    return ring;
  }

  Map<Long, String> owned() {
    return owned;
  }

  /** Whether an address may be allocated: all but the network's own and the broadcast address. */
  private boolean isUsable(long address) {
    return address != Ring.number(universe.network().address())
        && address != Ring.number(universe.broadcast());
  }

  /** The address of an owner, otherwise the lowest free one; empty if this peer has none left. */
  public Optional<Ipv4Address> allocate(String owner) {
    Optional<Ipv4Address> present = find(owner);
    if (present.isPresent()) {
      return present;
    }
    for (AddressRange range : ring.rangesOf(self)) {
      for (long address = range.start(); address < range.end(); address++) {
        if (!owned.containsKey(address) && isUsable(address)) {
          owned.put(address, owner);
          reportFree();
          return Optional.of(new Ipv4Address((int) address));
        }
      }
    }
    return Optional.empty();
  }

  public Optional<Ipv4Address> find(String owner) {
    return owned.entrySet().stream()
        .filter(entry -> entry.getValue().equals(owner))
        .map(entry -> new Ipv4Address(entry.getKey().intValue()))
        .findFirst();
  }

  /** Releases an owner's address; false if it has none. */
  public boolean release(String owner) {
    boolean removed = owned.values().removeIf(owner::equals);
    reportFree();
    return removed;
  }

  /** Gives half of the longest free part to another peer; false if nothing is free. */
  public boolean donate(String other) {
    Optional<AddressRange> longest =
        gaps().stream()
            .filter(gap -> gap.size() > 0)
            .max(Comparator.comparingLong(AddressRange::size));
    longest.ifPresent(
        gap -> {
          long start = gap.start() + gap.size() / 2;
          ring.grant(new AddressRange(start, gap.end()), self, other);
          reportFree();
        });
    return longest.isPresent();
  }

  /** The free parts of this peer's ranges, without the reserved addresses. */
  private List<AddressRange> gaps() {
    List<AddressRange> gaps = new ArrayList<>();
    for (AddressRange range : ring.rangesOf(self)) {
      long start = isUsable(range.start()) ? range.start() : range.start() + 1;
      Collection<Long> taken = owned.subMap(range.start(), range.end()).keySet();
      for (long address : taken) {
        gaps.add(new AddressRange(start, address));
        start = address + 1;
      }
      gaps.add(new AddressRange(start, isUsable(range.end() - 1) ? range.end() : range.end() - 1));
    }
    return gaps;
  }

  /** How many addresses this peer has left. */
  public long free() {
    return gaps().stream().mapToLong(gap -> Math.max(0, gap.size())).sum();
  }

  private void reportFree() {
    for (AddressRange range : ring.rangesOf(self)) {
      long free =
          gaps().stream()
              .filter(gap -> range.contains(gap.start()))
              .mapToLong(gap -> Math.max(0, gap.size()))
              .sum();
      ring.report(range.start(), free);
    }
  }
}
