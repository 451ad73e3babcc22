package dev.cnilab.netsim.iptables.match;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.conntrack.Connection;
import dev.cnilab.netsim.conntrack.TcpConntrackState;
import dev.cnilab.netsim.iptables.subject.MatchSubject;
import dev.cnilab.netsim.packet.Ipv4Packet;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A condition on earlier packets, which the rule itself or a list remembers. */
public sealed interface MemoryMatch extends Match {
  /** {@code -m quota}: a number of bytes, and then no more. */
  final class Quota implements MemoryMatch {
    private final long bytes;
    private long left;

    public Quota(long bytes) {
      this.bytes = bytes;
      this.left = bytes;
    }

    @Override
    public boolean matches(MatchSubject subject) {
      int length = subject.packet().length();
      boolean within = left >= length;
      left = within ? left - length : 0;
      return within;
    }

    public long bytes() {
      return bytes;
    }

    @Override
    public String extension() {
      return "quota";
    }

    @Override
    public String toString() {
      return "--quota " + bytes;
    }
  }

  /** {@code -m connlimit}: the number of connections of a host or network. */
  final class Connections implements MemoryMatch {
    private final int limit;
    private final boolean above;
    private final int length;
    private final boolean ofDestination;
    private final Map<Ipv4Prefix, Set<Connection>> open = new HashMap<>();

    /**
     * Compares with a limit.
     *
     * @param above whether more connections match, otherwise at most that number do
     * @param length of the prefix that counts as one host
     * @param ofDestination whether the destination's connections count, otherwise the source's
     */
    public Connections(int limit, boolean above, int length, boolean ofDestination) {
      this.limit = limit;
      this.above = above;
      this.length = length;
      this.ofDestination = ofDestination;
    }

    @Override
    public boolean matches(MatchSubject subject) {
      Connection connection = subject.tracked().connection();
      if (connection == null) {
        return false;
      }
      Ipv4Address end =
          ofDestination ? connection.original().destination() : connection.original().source();
      long now = subject.surroundings().loop().nanoTime();
      Set<Connection> counted =
          open.computeIfAbsent(new Ipv4Prefix(end, length).network(), k -> new LinkedHashSet<>());
      counted.removeIf(each -> each != connection && isOver(each, now));
      counted.add(connection);
      return counted.size() > limit == above;
    }

    private static boolean isOver(Connection connection, long now) {
      boolean closed =
          connection
              .tcpState()
              .filter(
                  state -> state == TcpConntrackState.TIME_WAIT || state == TcpConntrackState.CLOSE)
              .isPresent();
      return closed || connection.expires() <= now;
    }

    /** Its words in a listing. */
    public String listed() {
      return "#conn %s/%d %s %d"
          .formatted(ofDestination ? "dst" : "src", length, above ? ">" : "<=", limit);
    }

    @Override
    public String extension() {
      return "connlimit";
    }

    @Override
    public String toString() {
      return "--connlimit-%s %d --connlimit-mask %d --connlimit-%s"
          .formatted(above ? "above" : "upto", limit, length, ofDestination ? "daddr" : "saddr");
    }
  }

  /** {@code -m hashlimit}: a token bucket for each combination of addresses and ports. */
  final class RateByHost implements MemoryMatch {
    /** What distinguishes buckets. */
    public enum Part {
      SRCIP,
      SRCPORT,
      DSTIP,
      DSTPORT
    }

    private final RateMatch.Limit rate;
    private final boolean above;
    private final List<Part> parts;
    private final String name;
    private final Map<List<Object>, RateMatch.Limit> buckets = new HashMap<>();

    /**
     * Compares with a rate.
     *
     * @param above whether packets beyond the rate match, otherwise those within it
     * @param name of the table in /proc/net/ipt_hashlimit
     */
    public RateByHost(RateMatch.Limit rate, boolean above, List<Part> parts, String name) {
      this.rate = rate;
      this.above = above;
      this.parts = List.copyOf(parts);
      this.name = name;
    }

    @Override
    public boolean matches(MatchSubject subject) {
      List<Object> key = parts.stream().map(part -> value(part, subject)).toList();
      return buckets.computeIfAbsent(key, none -> rate.full()).matches(subject) != above;
    }

    private static Object value(Part part, MatchSubject subject) {
      Ipv4Packet packet = subject.packet();
      return switch (part) {
        case SRCIP -> packet.source();
        case SRCPORT -> subject.sourcePort();
        case DSTIP -> packet.destination();
        case DSTPORT -> subject.destinationPort();
      };
    }

    private String joined(String separator) {
      return parts.stream()
          .map(part -> part.name().toLowerCase(Locale.ROOT))
          .collect(Collectors.joining(separator));
    }

    /** Its words in a listing. */
    public String listed() {
      return "limit: %s %s burst %d%s"
          .formatted(
              above ? "above" : "up to",
              rate.rate(),
              rate.burst(),
              parts.isEmpty() ? "" : " mode " + joined("-"));
    }

    @Override
    public String extension() {
      return "hashlimit";
    }

    @Override
    public String toString() {
      return "--hashlimit-%s %s --hashlimit-burst %d%s --hashlimit-name %s"
          .formatted(
              above ? "above" : "upto",
              rate.rate(),
              rate.burst(),
              parts.isEmpty() ? "" : " --hashlimit-mode " + joined(","),
              name);
    }
  }

  /**
   * {@code -m recent}: whether and how often an address was seen.
   *
   * @param seconds only packets of that time count; 0 for all
   * @param hits the least number of packets; 0 for one
   * @param sameTtl whether the TTL has to be the recorded one
   * @param reap whether older addresses are removed
   * @param ofDestination whether it is about the destination, otherwise about the source
   * @param length of the prefix that counts as one address
   */
  record Recent(
      RecentList list,
      String name,
      Action action,
      int seconds,
      int hits,
      boolean sameTtl,
      boolean reap,
      boolean ofDestination,
      int length)
      implements MemoryMatch {
    /** The most hits that the kernel remembers. */
    private static final int MOST_HITS = 65_535;

    /** Whether the kernel accepts it: what only adds or removes an address asks for no hits. */
    public boolean isPossible() {
      boolean asks = action == Action.RCHECK || action == Action.UPDATE;
      return hits <= MOST_HITS && (asks || (seconds == 0 && hits == 0));
    }

    /** What is done with the address. */
    public enum Action {
      SET,
      RCHECK,
      UPDATE,
      REMOVE
    }

    @Override
    public boolean matches(MatchSubject subject) {
      Ipv4Packet packet = subject.packet();
      Ipv4Address end = ofDestination ? packet.destination() : packet.source();
      Ipv4Address address = new Ipv4Prefix(end, length).network().address();
      long now = subject.surroundings().loop().nanoTime();
      if (action == Action.SET) {
        list.note(address, packet.ttl(), now);
        return true;
      } else if (!list.has(address, sameTtl ? packet.ttl() : 0)) {
        return false;
      } else if (action == Action.REMOVE) {
        list.remove(address);
        return true;
      }
      long since = seconds == 0 ? Long.MIN_VALUE : now - Duration.ofSeconds(seconds).toNanos();
      boolean found = list.count(address, since) >= Math.max(1, hits);
      if (reap) {
        list.reap(since);
      }
      if (found && action == Action.UPDATE) {
        list.note(address, packet.ttl(), now);
      }
      return found;
    }

    /** Its words in a listing. */
    public String listed() {
      return "recent: "
          + (action == Action.RCHECK ? "CHECK" : action.name())
          + (seconds == 0 ? "" : " seconds: " + seconds)
          + (reap ? " reap" : "")
          + (hits == 0 ? "" : " hit_count: " + hits)
          + (sameTtl ? " TTL-Match" : "")
          + (" name: " + name + " side: " + (ofDestination ? "dest" : "source"))
          + (" mask: " + mask());
    }

    private Ipv4Address mask() {
      return new Ipv4Address(new Ipv4Prefix(Ipv4Address.ANY, length).mask());
    }

    @Override
    public String extension() {
      return "recent";
    }

    @Override
    public String toString() {
      return "--"
          + action.name().toLowerCase(Locale.ROOT)
          + (seconds == 0 ? "" : " --seconds " + seconds)
          + (reap ? " --reap" : "")
          + (hits == 0 ? "" : " --hitcount " + hits)
          + (sameTtl ? " --rttl" : "")
          + (" --name " + name + " --mask " + mask())
          + (ofDestination ? " --rdest" : " --rsource");
    }
  }
}
