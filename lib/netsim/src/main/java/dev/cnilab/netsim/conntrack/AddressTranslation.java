package dev.cnilab.netsim.conntrack;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.conntrack.tuple.ConnectionDirection;
import dev.cnilab.netsim.conntrack.tuple.EndRewriting;
import dev.cnilab.netsim.conntrack.tuple.Translation;
import dev.cnilab.netsim.conntrack.tuple.Tuple;
import dev.cnilab.netsim.link.Skb;
import dev.cnilab.netsim.netfilter.HookPoint;
import dev.cnilab.netsim.netfilter.Verdict;
import dev.cnilab.netsim.packet.IcmpMessage;
import dev.cnilab.netsim.packet.Ipv4Packet;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Rewrites the packets of translated connections, in both directions (nf_nat_core.c). */
public final class AddressTranslation {
  private static final int FIRST_PORT = 1024;
  private static final int PORTS = 65536 - FIRST_PORT;
  private static final Mapping.Span<Integer> ANY_PORT = new Mapping.Span<>(FIRST_PORT, 65535);
  private static final Mapping.Span<Integer> ANY_IDENTIFIER = new Mapping.Span<>(0, 65535);

  private final ConnectionTracking tracking;

  public AddressTranslation(ConnectionTracking tracking) {
    this.tracking = tracking;
  }

  /**
   * The new source or destination of a connection (struct nf_nat_range2).
   *
   * @param addresses the first and the last address to choose from; empty to keep the present one
   * @param ports the first and the last port to choose from; empty to keep the present one if it is
   *     free
   * @param random whether a port is chosen at random even if the present one is free
   */
  public record Mapping(
      Optional<Span<Ipv4Address>> addresses, Optional<Span<Integer>> ports, boolean random) {
    private static final Mapping NONE = new Mapping(Optional.empty(), Optional.empty(), false);

    /** A range, both ends included. */
    public record Span<T>(T first, T last) {}
  }

  /**
   * Whether the NAT rules have yet to decide about the packet's connection at this hook: only its
   * first packet traverses them.
   */
  public boolean isUndecided(Skb skb, HookPoint at) {
    Tracked tracked = Tracked.of(skb);
    return tracked.connection() != null
        && tracked.state() == Tracked.State.NEW
        && tracked.direction() == ConnectionDirection.ORIGINAL
        && !tracked.connection().isDecided(Translation.at(at.hook()));
  }

  /** Sets the translation of this end of the packet's connection. */
  public void decide(Skb skb, HookPoint at, Optional<Mapping> mapping) {
    Connection connection = Tracked.of(skb).connection();
    if (connection == null) {
      return;
    }
    Translation end = Translation.at(at.hook());
    connection.decide(end);
    if (end == Translation.SOURCE) {
      translateSource(connection, mapping.orElse(Mapping.NONE));
    } else if (mapping.isPresent()) {
      translateDestination(connection, mapping.get());
    }
  }

  /** Rewrites a packet according to its connection's translation. */
  public Verdict apply(Skb skb, HookPoint at) {
    Tracked tracked = Tracked.of(skb);
    Connection connection = tracked.connection();
    if (connection == null) {
      return Verdict.ACCEPT;
    }
    if (isMisleading(skb.packet(), connection)) {
      return Verdict.drop("nf_nat: a redirect around a translation");
    }
    Translation end = Translation.at(at.hook());
    // Replies arrive at the translated address, so their ends are swapped.
    Translation translated = tracked.direction() == ConnectionDirection.ORIGINAL ? end : other(end);
    if (connection.isTranslated(translated)) {
      Tuple wanted = wanted(connection, tracked.direction());
      skb.replace(rewrite(skb.packet(), end, wanted));
    }
    return Verdict.ACCEPT;
  }

  /**
   * Whether a packet would tell one end of a connection to send past the translation, or might
   * because that is not decided yet (nf_nat_icmp_reply_translation).
   */
  private static boolean isMisleading(Ipv4Packet packet, Connection connection) {
    return packet.payload() instanceof IcmpMessage message
        && message.type() == IcmpMessage.REDIRECT
        && Arrays.stream(Translation.values())
            .anyMatch(each -> !connection.isDecided(each) || connection.isTranslated(each));
  }

  /** The tuple of a packet of this direction after translation. */
  private static Tuple wanted(Connection connection, ConnectionDirection direction) {
    return direction == ConnectionDirection.ORIGINAL
        ? connection.reply().reversed()
        : connection.original().reversed();
  }

  private static Ipv4Packet rewrite(Ipv4Packet packet, Translation end, Tuple wanted) {
    Ipv4Address address = end == Translation.SOURCE ? wanted.source() : wanted.destination();
    int port = end == Translation.SOURCE ? wanted.sourcePort() : wanted.destinationPort();
    boolean quotes = packet.payload() instanceof IcmpMessage message && message.isError();
    if (!quotes) {
      return EndRewriting.of(packet, end, address, port);
    }
    Ipv4Packet outside =
        end == Translation.SOURCE ? packet.withSource(address) : packet.withDestination(address);
    return EndRewriting.quoted(outside, other(end), address, port);
  }

  private static Translation other(Translation end) {
    return end == Translation.SOURCE ? Translation.DESTINATION : Translation.SOURCE;
  }

  private void translateDestination(Connection connection, Mapping mapping) {
    Tuple reply = connection.reply();
    Ipv4Address address = address(connection, mapping, reply.source());
    int port = reply.sourcePort();
    if (mapping.ports().isPresent()) {
      port =
          firstFree(
              mapping.ports().get(),
              port,
              0,
              each -> tracking.isTaken(reply.withSource(address, each)));
    }
    connection.translateDestination(address, port);
  }

  /** Without a port range, another port is chosen only if the present one is taken. */
  private void translateSource(Connection connection, Mapping mapping) {
    Tuple reply = connection.reply();
    Ipv4Address address = address(connection, mapping, reply.destination());
    int start = tracking.random().nextInt(PORTS);
    IntPredicate isTaken = each -> tracking.isTaken(reply.withDestination(address, each));
    int present = reply.destinationPort();
    int port = present;
    if (mapping.ports().isPresent()) {
      port = firstFree(mapping.ports().get(), mapping.random() ? -1 : present, start, isTaken);
    } else if (mapping.random() || isTaken.test(present)) {
      port = firstFree(like(reply, present), -1, start, isTaken);
    }
    connection.translateSource(address, port);
  }

  /** The ports that a client with this one could have (nf_nat_l4proto_unique_tuple). */
  private static Mapping.Span<Integer> like(Tuple reply, int present) {
    if (reply.isQuery()) {
      return ANY_IDENTIFIER;
    } else if (present >= FIRST_PORT) {
      return ANY_PORT;
    }
    return present < 512 ? new Mapping.Span<>(1, 511) : new Mapping.Span<>(600, 1023);
  }

  /**
   * The present port if it is in the range and free, otherwise the first free one from a starting
   * point.
   */
  private static int firstFree(
      Mapping.Span<Integer> ports, int present, int start, IntPredicate isTaken) {
    boolean fits = present >= ports.first() && present <= ports.last();
    if (fits && !isTaken.test(present)) {
      return present;
    }
    int count = ports.last() - ports.first() + 1;
    return IntStream.range(start, start + count)
        .map(each -> ports.first() + each % count)
        .filter(each -> !isTaken.test(each))
        .findFirst()
        .orElse(ports.first() + (start + count - 1) % count);
  }

  /** Chooses one of several addresses by the connection's ends (find_best_ips_proto). */
  private static Ipv4Address address(Connection connection, Mapping mapping, Ipv4Address present) {
    if (mapping.addresses().isEmpty()) {
      return present;
    }
    Mapping.Span<Ipv4Address> span = mapping.addresses().get();
    long count = span.last().bits() - span.first().bits() + 1L;
    Tuple original = connection.reply().reversed();
    int hash =
        JenkinsHash.of(inMemory(original.destination()), inMemory(original.source()), 0, 0, 0);
    return new Ipv4Address(span.first().bits() + (int) (((hash & 0xffff_ffffL) * count) >>> 32));
  }

  /** The value a little-endian processor reads from an address in network byte order. */
  private static int inMemory(Ipv4Address address) {
    return Integer.reverseBytes(address.bits());
  }
}
