package dev.cnilab.netsim.trace;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.MacAddress;
import org.jspecify.annotations.Nullable;

/**
 * One thing that happened to a packet inside a namespace. Links are named, lengths are in bytes.
 */
public sealed interface Step {
  /** A program or the kernel of this namespace made the packet. */
  record Sent(String packet) implements Step {}

  /** It came in by a link. */
  record Received(String link, MacAddress from, MacAddress to) implements Step {}

  /**
   * A route was found for it.
   *
   * @param route as {@code ip route} prints it
   */
  record Routed(String route, String link, @Nullable Ipv4Address gateway) implements Step {}

  /**
   * Rules judged it, or did not.
   *
   * @param rule the table, chain and rule that decided
   */
  record Filtered(String hook, String rule) implements Step {}

  /** An address or port of it was rewritten. */
  record Translated(String rule, String before, String after) implements Step {}

  /** A bridge passed it on to a port; to all ports if it did not know the destination. */
  record Bridged(String bridge, String port, Reason why) implements Step {
    /** Why this port. */
    public enum Reason {
      KNOWN,
      FLOODED,
      LOCAL
    }
  }

  /** It waits until the MAC address of the next hop is known. */
  record AwaitedNeighbor(Ipv4Address address, String link) implements Step {}

  /** Another router takes it on, with one hop less to go. */
  record Forwarded(int ttl) implements Step {}

  /** It was put into a tunnel to another VTEP. */
  record Encapsulated(String link, int vni, Ipv4Address vtep) implements Step {}

  /** It was taken out of a tunnel. */
  record Decapsulated(String link, int vni, Ipv4Address vtep) implements Step {}

  /** It was divided to fit an MTU. */
  record Fragmented(int parts, int mtu) implements Step {}

  /** Its parts were put together. */
  record Reassembled(int length) implements Step {}

  /** It left by a link. */
  record Transmitted(String link, MacAddress from, MacAddress to) implements Step {}

  /** It reached who it was for. */
  record Delivered(String to) implements Step {}

  /**
   * It ended here.
   *
   * @param detail what was found, with values
   */
  record Dropped(DropReason reason, String detail) implements Step {}

  /** Whether nothing can follow. */
  default boolean isEnd() {
    return this instanceof Delivered || this instanceof Dropped;
  }
}
