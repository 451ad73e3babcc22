package dev.cnilab.cluster.cni.ipam;

import dev.cnilab.cluster.cni.CniException;
import dev.cnilab.netsim.address.Ipv4Address;
import java.util.Optional;

/** Allocates the addresses of a range set in turn, starting after the last one allocated. */
final class Allocator {
  private final RangeSet set;
  private final AddressFiles files;
  private final int index;

  Allocator(RangeSet set, AddressFiles files, int index) {
    this.set = set;
    this.files = files;
    this.index = index;
  }

  /** An address and the range it is from. */
  record Allocation(Ipv4Address address, IpamRange range) {}

  /**
   * Reserves the requested address, or the next free one.
   *
   * @throws CniException if there is none, or the container already has one
   */
  Allocation get(String containerId, String ifName, Optional<Ipv4Address> requested)
      throws CniException {
    if (requested.isPresent()) {
      return requested(containerId, ifName, requested.get());
    }
    for (Ipv4Address own : files.of(containerId, ifName)) {
      if (set.rangeOf(own).isPresent()) {
        throw new CniException(
            "%s has been allocated to %s, duplicate allocation is not allowed"
                .formatted(own, containerId));
      }
    }
    return next(containerId, ifName);
  }

  private Allocation requested(String containerId, String ifName, Ipv4Address address)
      throws CniException {
    IpamRange range =
        set.rangeOf(address)
            .orElseThrow(() -> new CniException(address + " not in range set " + set));
    if (address.equals(range.gateway())) {
      throw new CniException("requested ip " + address + " is subnet's gateway");
    }
    if (!files.reserve(containerId, ifName, address, index)) {
      throw new CniException(
          "requested IP address %s is not available in range set %s".formatted(address, set));
    }
    return new Allocation(address, range);
  }

  private Allocation next(String containerId, String ifName) throws CniException {
    Optional<Ipv4Address> last =
        files.lastReserved(index).filter(ip -> set.rangeOf(ip).isPresent());
    Cursor cursor = last.map(this::after).orElseGet(() -> new Cursor(0, start(0)));
    Cursor first = cursor;
    do {
      IpamRange range = set.ranges().get(cursor.range());
      if (!cursor.address().equals(range.gateway())
          && files.reserve(containerId, ifName, cursor.address(), index)) {
        return new Allocation(cursor.address(), range);
      }
      cursor = after(cursor);
    } while (!cursor.equals(first));
    throw new CniException("no IP addresses available in range set: " + set);
  }

  /** A position in the set. */
  private record Cursor(int range, Ipv4Address address) {}

  private Ipv4Address start(int range) {
    return set.ranges().get(range).start();
  }

  private Cursor after(Ipv4Address address) {
    int range = set.ranges().indexOf(set.rangeOf(address).orElseThrow());
    return after(new Cursor(range, address));
  }

  private Cursor after(Cursor cursor) {
    if (!cursor.address().equals(set.ranges().get(cursor.range()).end())) {
      return new Cursor(cursor.range(), cursor.address().plus(1));
    }
    int range = (cursor.range() + 1) % set.ranges().size();
    return new Cursor(range, start(range));
  }
}
