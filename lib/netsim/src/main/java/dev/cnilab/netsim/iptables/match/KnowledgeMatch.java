package dev.cnilab.netsim.iptables.match;

import dev.cnilab.netsim.conntrack.Connection;
import dev.cnilab.netsim.conntrack.Tracked;
import dev.cnilab.netsim.conntrack.tuple.Translation;
import dev.cnilab.netsim.ipset.SetLookup;
import dev.cnilab.netsim.iptables.subject.MarkText;
import dev.cnilab.netsim.iptables.subject.MatchSubject;
import dev.cnilab.netsim.packet.Ipv4Packet;
import dev.cnilab.netsim.route.RouteType;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A condition on what the kernel knows about the packet: its connection, mark, kinds of addresses,
 * and the sets they are in.
 */
public sealed interface KnowledgeMatch extends Match
    permits KnowledgeMatch.ConnectionState,
        KnowledgeMatch.Mark,
        KnowledgeMatch.AddressType,
        KnowledgeMatch.InSet {
  /**
   * {@code -m conntrack --ctstate}, or the older {@code -m state --state}.
   *
   * @param extension conntrack or state
   */
  record ConnectionState(String extension, Set<Name> names) implements KnowledgeMatch {
    /** The states, and the two virtual states, in the order in which they are printed. */
    public enum Name {
      INVALID,
      NEW,
      RELATED,
      ESTABLISHED,
      UNTRACKED,
      SNAT,
      DNAT
    }

    /** The states of the conntrack extension. */
    public ConnectionState(Set<Name> names) {
      this("conntrack", names);
    }

    @Override
    public boolean matches(MatchSubject subject) {
      Tracked tracked = subject.tracked();
      if (names.contains(Name.valueOf(tracked.state().name()))) {
        return true;
      }
      Connection connection = tracked.connection();
      return connection != null
          && ((names.contains(Name.SNAT) && connection.isTranslated(Translation.SOURCE))
              || (names.contains(Name.DNAT) && connection.isTranslated(Translation.DESTINATION)));
    }

    @Override
    public String toString() {
      return (extension.equals("state") ? "--state " : "--ctstate ")
          + names.stream().sorted().map(Enum::name).collect(Collectors.joining(","));
    }
  }

  /** {@code -m mark --mark}. */
  record Mark(int value, int mask) implements KnowledgeMatch {
    @Override
    public boolean matches(MatchSubject subject) {
      return (subject.skb().mark() & mask) == value;
    }

    @Override
    public String extension() {
      return "mark";
    }

    @Override
    public String toString() {
      return "--mark " + MarkText.of(value, mask);
    }
  }

  /** {@code -m addrtype --src-type} or {@code --dst-type}. */
  record AddressType(Translation end, Set<RouteType> types) implements KnowledgeMatch {
    public AddressType(Translation end, RouteType type) {
      this(end, Set.of(type));
    }

    @Override
    public boolean matches(MatchSubject subject) {
      Ipv4Packet packet = subject.packet();
      return types.contains(
          subject
              .surroundings()
              .typeOf(end == Translation.SOURCE ? packet.source() : packet.destination()));
    }

    @Override
    public String extension() {
      return "addrtype";
    }

    @Override
    public String toString() {
      return (end == Translation.SOURCE ? "--src-type " : "--dst-type ")
          + types.stream().sorted().map(Enum::name).collect(Collectors.joining(","));
    }
  }

  /** {@code -m set --match-set}. */
  record InSet(String set, List<Part> parts) implements KnowledgeMatch {
    /** The packet field that is looked up in each dimension of the set. */
    public enum Part {
      SRC,
      DST
    }

    @Override
    public boolean matches(MatchSubject subject) {
      Part addressOf = parts.getFirst();
      Part portOf = parts.getLast();
      Ipv4Packet packet = subject.packet();
      return subject
          .surroundings()
          .sets()
          .contains(
              set,
              new SetLookup(
                  addressOf == Part.SRC ? packet.source() : packet.destination(),
                  packet.protocol(),
                  portOf == Part.SRC ? subject.sourcePort() : subject.destinationPort()));
    }

    @Override
    public String extension() {
      return "set";
    }

    @Override
    public String toString() {
      String list =
          parts.stream()
              .map(part -> part.name().toLowerCase(Locale.ROOT))
              .collect(Collectors.joining(","));
      return "--match-set " + set + " " + list;
    }
  }
}
