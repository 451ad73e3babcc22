package dev.cnilab.netsim.conntrack;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.link.Skb;
import dev.cnilab.netsim.netfilter.HookPoint;
import dev.cnilab.netsim.netfilter.Verdict;
import dev.cnilab.netsim.packet.Ipv4Packet;
import java.util.Optional;

/** Rewrites the packets of translated connections, in both directions (nf_nat_core.c). */
public final class AddressTranslation {
  private static final int FIRST_PORT = 1024;
  private static final int PORTS = 65536 - FIRST_PORT;

  private final ConnectionTracking tracking;

  public AddressTranslation(ConnectionTracking tracking) {
    this.tracking = tracking;
  }

  /**
   * What a connection's end is to become.
   *
   * @param port empty to keep the present one where it is free
   */
  public record Mapping(Ipv4Address address, Optional<Integer> port) {}

  /**
   * Whether the rules have yet to decide about the packet's connection at this hook: they are asked
   * for its first packet only.
   */
  public boolean isUndecided(Skb skb, HookPoint at) {
    Tracked tracked = Tracked.of(skb);
    return tracked.connection() != null
        && tracked.state() == Tracked.State.NEW
        && tracked.direction() == Direction.ORIGINAL
        && !tracked.connection().isDecided(Translation.at(at.hook()));
  }

  /** Settles what becomes of this end of the packet's connection. */
  public void decide(Skb skb, HookPoint at, Optional<Mapping> mapping) {
    Connection connection = Tracked.of(skb).connection();
    if (connection == null) {
      return;
    }
    Translation end = Translation.at(at.hook());
    connection.decide(end);
    if (end == Translation.DESTINATION) {
      mapping.ifPresent(
          to ->
              connection.translateDestination(
                  to.address(), to.port().orElse(connection.reply().sourcePort())));
    } else {
      Ipv4Address kept = connection.reply().destination();
      translateSource(connection, mapping.orElse(new Mapping(kept, Optional.empty())));
    }
  }

  /** Rewrites a packet as its connection's translation says. */
  public Verdict apply(Skb skb, HookPoint at) {
    Tracked tracked = Tracked.of(skb);
    Connection connection = tracked.connection();
    if (connection == null) {
      return Verdict.ACCEPT;
    }
    Translation end = Translation.at(at.hook());
    // Answers come back to where the connection was translated to: their ends change places.
    Translation translated = tracked.direction() == Direction.ORIGINAL ? end : other(end);
    if (connection.isTranslated(translated)) {
      Tuple wanted = wanted(connection, tracked.direction());
      skb.replace(rewrite(skb.packet(), tracked, end, wanted));
    }
    return Verdict.ACCEPT;
  }

  /** The tuple a packet of this direction has when all is rewritten. */
  private static Tuple wanted(Connection connection, Direction direction) {
    return direction == Direction.ORIGINAL
        ? connection.reply().reversed()
        : connection.original().reversed();
  }

  private static Ipv4Packet rewrite(
      Ipv4Packet packet, Tracked tracked, Translation end, Tuple wanted) {
    Ipv4Address address = end == Translation.SOURCE ? wanted.source() : wanted.destination();
    int port = end == Translation.SOURCE ? wanted.sourcePort() : wanted.destinationPort();
    if (tracked.state() != Tracked.State.RELATED) {
      return Rewriting.of(packet, end, address, port);
    }
    Ipv4Packet outside =
        end == Translation.SOURCE ? packet.withSource(address) : packet.withDestination(address);
    return Rewriting.quoted(outside, other(end), address, port);
  }

  private static Translation other(Translation end) {
    return end == Translation.SOURCE ? Translation.DESTINATION : Translation.SOURCE;
  }

  private void translateSource(Connection connection, Mapping mapping) {
    Tuple reply = connection.reply();
    int port = mapping.port().orElse(reply.destinationPort());
    for (int tried = 0; tried < PORTS; tried++) {
      if (!tracking.isTaken(reply.withDestination(mapping.address(), port))) {
        break;
      }
      port = FIRST_PORT + (port + 1 - FIRST_PORT + PORTS) % PORTS;
    }
    connection.translateSource(mapping.address(), port);
  }
}
