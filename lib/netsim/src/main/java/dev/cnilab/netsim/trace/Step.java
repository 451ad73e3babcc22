package dev.cnilab.netsim.trace;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.MacAddress;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to a packet in a namespace. Links are given by name, lengths in bytes.
 */
public sealed interface Step {
  /** A program or the kernel of this namespace sent the packet. */
  record Sent(String packet) implements Step {}

  /** It came in on a link. */
  record Received(String link, MacAddress from, MacAddress to) implements Step {}

  /**
   * A route was found for it.
   *
   * @param route as {@code ip route} prints it
   */
  record Routed(String route, String link, @Nullable Ipv4Address gateway) implements Step {}

  /**
   * Rules accepted it, or were skipped.
   *
   * @param rule the table, chain and rule that decided
   */
  record Filtered(String hook, String rule) implements Step {}

  /** One of its addresses or ports was rewritten. */
  record Translated(String rule, String before, String after) implements Step {}

  /** A bridge forwarded it to a port, or to all ports if it did not know the destination. */
  record Bridged(String bridge, String port, Reason why) implements Step {
    /** Why this port was chosen. */
    public enum Reason {
      KNOWN,
      FLOODED,
      LOCAL
    }
  }

  /** It waits until the MAC address of the next hop is known. */
  record AwaitedNeighbor(Ipv4Address address, String link) implements Step {}

  /** This router forwards it, with the TTL reduced by one. */
  record Forwarded(int ttl) implements Step {}

  /** It was encapsulated in a tunnel to another VTEP. */
  record Encapsulated(String link, int vni, Ipv4Address vtep) implements Step {}

  /** It was decapsulated from a tunnel. */
  record Decapsulated(String link, int vni, Ipv4Address vtep) implements Step {}

  /** It was fragmented to fit an MTU. */
  record Fragmented(int parts, int mtu) implements Step {}

  /** It was reassembled from its fragments. */
  record Reassembled(int length) implements Step {}

  /** It left by a link. */
  record Transmitted(String link, MacAddress from, MacAddress to) implements Step {}

  /** It reached its receiver. */
  record Delivered(String to) implements Step {}

  /**
   * It was dropped here.
   *
   * @param detail what was found, with values
   */
  record Dropped(DropReason reason, String detail) implements Step {}

  /** Whether no step can follow. */
  default boolean isEnd() {
    return this instanceof Delivered || this instanceof Dropped;
  }
}
