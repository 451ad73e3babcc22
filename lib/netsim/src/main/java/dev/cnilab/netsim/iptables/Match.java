package dev.cnilab.netsim.iptables;

import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.conntrack.Connection;
import dev.cnilab.netsim.conntrack.Tracked;
import dev.cnilab.netsim.conntrack.Translation;
import dev.cnilab.netsim.ipset.Lookup;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.packet.IcmpMessage;
import dev.cnilab.netsim.packet.Ipv4Packet;
import dev.cnilab.netsim.packet.Protocols;
import dev.cnilab.netsim.packet.TcpSegment;
import dev.cnilab.netsim.route.RouteType;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One condition of a rule. Its text is what {@code iptables -S} prints, without the {@code -m} that
 * loads its extension ({@link #extension}).
 */
public sealed interface Match
    permits Match.Not,
        Match.Loaded,
        Match.Source,
        Match.Destination,
        Match.In,
        Match.Out,
        Match.Protocol,
        Match.SourcePort,
        Match.DestinationPort,
        Match.TcpFlags,
        Match.IcmpType,
        Match.Ports,
        Match.ConnectionState,
        Match.Mark,
        Match.Comment,
        Match.AddressType,
        Match.Random,
        Match.Nth,
        Match.Limit,
        Match.InSet,
        Match.Accounted,
        Match.Remembering,
        Match.Remembered,
        HeaderMatch {
  /** Whether the packet satisfies the condition. */
  boolean matches(Subject subject);

  /** The extension it belongs to; empty for what every rule can ask. */
  default String extension() {
    return "";
  }

  /** {@code ! match}. */
  record Not(Match match) implements Match {
    @Override
    public boolean matches(Subject subject) {
      return !match.matches(subject);
    }

    @Override
    public String extension() {
      return match.extension();
    }

    @Override
    public String toString() {
      return "! " + match;
    }
  }

  /** {@code -m EXTENSION} without a condition. */
  record Loaded(String extension) implements Match {
    @Override
    public boolean matches(Subject subject) {
      return true;
    }

    @Override
    public String toString() {
      return "";
    }
  }

  /** {@code -s}. */
  record Source(Ipv4Prefix prefix) implements Match {
    @Override
    public boolean matches(Subject subject) {
      return prefix.contains(subject.packet().source());
    }

    @Override
    public String toString() {
      return "-s " + prefix;
    }
  }

  /** {@code -d}. */
  record Destination(Ipv4Prefix prefix) implements Match {
    @Override
    public boolean matches(Subject subject) {
      return prefix.contains(subject.packet().destination());
    }

    @Override
    public String toString() {
      return "-d " + prefix;
    }
  }

  /** {@code -i}; a name that ends in + stands for all that begin so. */
  record In(String pattern) implements Match {
    @Override
    public boolean matches(Subject subject) {
      return named(subject.at().in(), pattern);
    }

    @Override
    public String toString() {
      return "-i " + pattern;
    }
  }

  /** {@code -o}; a name that ends in + stands for all that begin so. */
  record Out(String pattern) implements Match {
    @Override
    public boolean matches(Subject subject) {
      return named(subject.at().out(), pattern);
    }

    @Override
    public String toString() {
      return "-o " + pattern;
    }
  }

  /** {@code -p}. */
  record Protocol(int number) implements Match {
    @Override
    public boolean matches(Subject subject) {
      return subject.packet().protocol() == number;
    }

    @Override
    public String toString() {
      return "-p " + Protocols.name(number);
    }
  }

  /** {@code --sport} of the extensions tcp and udp. */
  record SourcePort(String extension, PortRange ports) implements Match {
    @Override
    public boolean matches(Subject subject) {
      return ports.contains(subject.sourcePort());
    }

    @Override
    public String toString() {
      return "--sport " + ports;
    }
  }

  /** {@code --dport} of the extensions tcp and udp. */
  record DestinationPort(String extension, PortRange ports) implements Match {
    @Override
    public boolean matches(Subject subject) {
      return ports.contains(subject.destinationPort());
    }

    @Override
    public String toString() {
      return "--dport " + ports;
    }
  }

  /** {@code --tcp-flags}: of the examined flags exactly these are set. */
  record TcpFlags(Set<TcpSegment.Flag> examined, Set<TcpSegment.Flag> set) implements Match {
    @Override
    public boolean matches(Subject subject) {
      return subject.packet().payload() instanceof TcpSegment tcp
          && examined.stream().allMatch(flag -> tcp.has(flag) == set.contains(flag));
    }

    @Override
    public String extension() {
      return "tcp";
    }

    @Override
    public String toString() {
      return "--tcp-flags " + list(examined) + " " + list(set);
    }

    private static String list(Set<TcpSegment.Flag> flags) {
      return flags.isEmpty()
          ? "NONE"
          : flags.stream().sorted().map(Enum::name).collect(Collectors.joining(","));
    }
  }

  /** {@code --icmp-type}, with a code or for every code. */
  record IcmpType(int type, OptionalInt code) implements Match {
    /** The type that stands for every type; ICMP itself has no such number. */
    public static final int ANY = 255;

    @Override
    public boolean matches(Subject subject) {
      return subject.packet().payload() instanceof IcmpMessage icmp
          && (type == ANY || icmp.type() == type)
          && (code.isEmpty() || icmp.code() == code.getAsInt());
    }

    @Override
    public String extension() {
      return "icmp";
    }

    @Override
    public String toString() {
      return "--icmp-type "
          + (type == ANY ? "any" : type)
          + (code.isEmpty() ? "" : "/" + code.getAsInt());
    }
  }

  /** {@code -m multiport --dports} or {@code --sports}. */
  record Ports(Translation end, List<PortRange> ranges) implements Match {
    @Override
    public boolean matches(Subject subject) {
      int port = end == Translation.SOURCE ? subject.sourcePort() : subject.destinationPort();
      return ranges.stream().anyMatch(range -> range.contains(port));
    }

    @Override
    public String extension() {
      return "multiport";
    }

    @Override
    public String toString() {
      String list = ranges.stream().map(PortRange::toString).collect(Collectors.joining(","));
      return (end == Translation.SOURCE ? "--sports " : "--dports ") + list;
    }
  }

  /**
   * {@code -m conntrack --ctstate}, or the older {@code -m state --state}.
   *
   * @param extension conntrack or state
   */
  record ConnectionState(String extension, Set<Name> names) implements Match {
    /** The states, and the two virtual ones, in the order in which they are printed. */
    public enum Name {
      INVALID,
      NEW,
      RELATED,
      ESTABLISHED,
      UNTRACKED,
      SNAT,
      DNAT
    }

    /** That of conntrack. */
    public ConnectionState(Set<Name> names) {
      this("conntrack", names);
    }

    @Override
    public boolean matches(Subject subject) {
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
  record Mark(int value, int mask) implements Match {
    @Override
    public boolean matches(Subject subject) {
      return (subject.skb().mark() & mask) == value;
    }

    @Override
    public String extension() {
      return "mark";
    }

    @Override
    public String toString() {
      return "--mark " + Target.Mark.text(value, mask);
    }
  }

  /** {@code -m comment}: always true. */
  record Comment(String text) implements Match {
    @Override
    public boolean matches(Subject subject) {
      return true;
    }

    @Override
    public String extension() {
      return "comment";
    }

    @Override
    public String toString() {
      boolean plain = text.matches("[A-Za-z0-9_-]+");
      String quoted = text.replace("\\", "\\\\").replace("\"", "\\\"");
      return "--comment " + (plain ? text : "\"" + quoted + "\"");
    }
  }

  /** {@code -m addrtype --src-type} or {@code --dst-type}. */
  record AddressType(Translation end, RouteType type) implements Match {
    @Override
    public boolean matches(Subject subject) {
      Ipv4Packet packet = subject.packet();
      return subject
              .surroundings()
              .typeOf(end == Translation.SOURCE ? packet.source() : packet.destination())
          == type;
    }

    @Override
    public String extension() {
      return "addrtype";
    }

    @Override
    public String toString() {
      return (end == Translation.SOURCE ? "--src-type " : "--dst-type ")
          + type.name().toUpperCase(Locale.ROOT);
    }
  }

  /** {@code -m statistic --mode random}, in units of 2^-31 as the kernel keeps it. */
  record Random(long threshold) implements Match {
    private static final double UNIT = 1L << 31;

    public static Random of(double probability) {
      return new Random(Math.round(probability * UNIT));
    }

    @Override
    public boolean matches(Subject subject) {
      return subject.surroundings().loop().random().nextInt(Integer.MAX_VALUE) < threshold;
    }

    @Override
    public String extension() {
      return "statistic";
    }

    @Override
    public String toString() {
      return String.format(Locale.ROOT, "--mode random --probability %.11f", threshold / UNIT);
    }
  }

  /** {@code -m statistic --mode nth}: one packet of every N, beginning with that one. */
  final class Nth implements Match {
    private final int every;
    private final int packet;
    private int seen;

    public Nth(int every, int packet) {
      this.every = every;
      this.packet = packet;
    }

    @Override
    public boolean matches(Subject subject) {
      int number = seen;
      seen = (seen + 1) % every;
      return number == packet;
    }

    @Override
    public String extension() {
      return "statistic";
    }

    @Override
    public String toString() {
      return "--mode nth --every " + every + " --packet " + packet;
    }
  }

  /** {@code -m limit}: a token bucket that is full at first. */
  final class Limit implements Match {
    private final int average;
    private final ChronoUnit per;
    private final int burst;
    private double tokens;
    private long filled = -1;

    /**
     * At most {@code average} packets in each {@code per}.
     *
     * @param per SECONDS, MINUTES, HOURS or DAYS
     * @param burst the size of the bucket
     */
    public Limit(int average, ChronoUnit per, int burst) {
      this.average = average;
      this.per = per;
      this.burst = burst;
      this.tokens = burst;
    }

    @Override
    public boolean matches(Subject subject) {
      long now = subject.surroundings().loop().nanoTime();
      if (filled >= 0) {
        double gained = (double) (now - filled) * average / per.getDuration().toNanos();
        tokens = Math.min(burst, tokens + gained);
      }
      filled = now;
      if (tokens < 1) {
        return false;
      }
      tokens--;
      return true;
    }

    @Override
    public String extension() {
      return "limit";
    }

    /** The rate as {@code 1/min}. */
    public String rate() {
      return average
          + switch (per) {
            case SECONDS -> "/sec";
            case MINUTES -> "/min";
            case HOURS -> "/hour";
            default -> "/day";
          };
    }

    public int burst() {
      return burst;
    }

    @Override
    public String toString() {
      return "--limit " + rate() + (burst == 5 ? "" : " --limit-burst " + burst);
    }
  }

  /** {@code -m set --match-set}. */
  record InSet(String set, List<Part> parts) implements Match {
    /** What of the packet is looked up in each dimension of the set. */
    public enum Part {
      SRC,
      DST
    }

    @Override
    public boolean matches(Subject subject) {
      Part addressOf = parts.getFirst();
      Part portOf = parts.getLast();
      Ipv4Packet packet = subject.packet();
      return subject
          .surroundings()
          .sets()
          .contains(
              set,
              new Lookup(
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

  /** {@code -m nfacct}: counts what it sees in a counter that {@code nfacct} lists. */
  record Accounted(String counter) implements Match {
    @Override
    public boolean matches(Subject subject) {
      return true;
    }

    @Override
    public String extension() {
      return "nfacct";
    }

    /** With the two spaces that the extension prints (libxt_nfacct.c). */
    @Override
    public String toString() {
      return "--nfacct-name  " + counter;
    }
  }

  /** {@code -m recent --set}: remembers the source. */
  record Remembering(RecentSources sources) implements Match {
    @Override
    public boolean matches(Subject subject) {
      sources.note(subject.packet().source(), subject.surroundings().loop().nanoTime());
      return true;
    }

    @Override
    public String extension() {
      return "recent";
    }

    @Override
    public String toString() {
      return "--set --name " + sources.name() + " --mask 255.255.255.255 --rsource";
    }
  }

  /** {@code -m recent --rcheck --seconds … --reap}: the source was remembered not long ago. */
  record Remembered(RecentSources sources, int seconds) implements Match {
    @Override
    public boolean matches(Subject subject) {
      long now = subject.surroundings().loop().nanoTime();
      return sources.has(subject.packet().source(), now, java.time.Duration.ofSeconds(seconds));
    }

    @Override
    public String extension() {
      return "recent";
    }

    @Override
    public String toString() {
      return "--rcheck --seconds "
          + seconds
          + " --reap --name "
          + sources.name()
          + " --mask 255.255.255.255 --rsource";
    }
  }

  private static boolean named(@Nullable Link link, String pattern) {
    if (link == null) {
      return false;
    }
    return pattern.endsWith("+")
        ? link.name().startsWith(pattern.substring(0, pattern.length() - 1))
        : link.name().equals(pattern);
  }
}
