package dev.cnilab.netsim.iptables;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.iptables.subject.PortRange;
import dev.cnilab.netsim.netfilter.PacketLogLine.Detail;
import dev.cnilab.netsim.netfilter.RejectAnswer;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a rule does with a packet. Its text is what {@code iptables -S} prints after the matches.
 */
public sealed interface Target
    permits Target.Nothing,
        Target.Accept,
        Target.Drop,
        Target.Return,
        Target.Jump,
        Target.Goto,
        Target.Reject,
        Target.DestinationNat,
        Target.SourceNat,
        Target.Masquerade,
        Target.Redirect,
        Target.Mark,
        Target.Log,
        Target.NoTrack,
        Target.Passing,
        Mangling {
  /** The target's name, as in the {@code target} column of {@code iptables -L}. */
  String name();

  /** A rule without {@code -j}: it only counts. */
  record Nothing() implements Target {
    @Override
    public String name() {
      return "";
    }

    @Override
    public String toString() {
      return "";
    }
  }

  /** The packet continues to the next table. */
  record Accept() implements Target {
    @Override
    public String name() {
      return "ACCEPT";
    }

    @Override
    public String toString() {
      return "-j ACCEPT";
    }
  }

  /** The packet is dropped silently. */
  record Drop() implements Target {
    @Override
    public String name() {
      return "DROP";
    }

    @Override
    public String toString() {
      return "-j DROP";
    }
  }

  /** Back to the rule after the one that called this chain; in a built-in chain, the policy. */
  record Return() implements Target {
    @Override
    public String name() {
      return "RETURN";
    }

    @Override
    public String toString() {
      return "-j RETURN";
    }
  }

  /** Continues with another chain's rules, and returns here after them. */
  record Jump(Chain chain) implements Target {
    @Override
    public String name() {
      return chain.name();
    }

    @Override
    public String toString() {
      return "-j " + chain.name();
    }
  }

  /** Continues with another chain's rules, and returns to the caller of this chain after them. */
  record Goto(Chain chain) implements Target {
    @Override
    public String name() {
      return chain.name();
    }

    @Override
    public String toString() {
      return "-g " + chain.name();
    }
  }

  /** The packet is dropped with an answer. */
  record Reject(RejectAnswer with) implements Target {
    @Override
    public String name() {
      return "REJECT";
    }

    @Override
    public String toString() {
      return "-j REJECT --reject-with " + with;
    }
  }

  /** Rewrites the connection's destination (DNAT). */
  record DestinationNat(NatRange to) implements Target {
    public DestinationNat(Ipv4Address address, Optional<Integer> port) {
      this(NatRange.of(address, port));
    }

    @Override
    public String name() {
      return "DNAT";
    }

    @Override
    public String toString() {
      return "-j DNAT --to-destination " + to + NatFlag.options(to.flags());
    }
  }

  /** Rewrites the connection's source (SNAT). */
  record SourceNat(NatRange to) implements Target {
    public SourceNat(Ipv4Address address, Optional<Integer> port) {
      this(NatRange.of(address, port));
    }

    @Override
    public String name() {
      return "SNAT";
    }

    @Override
    public String toString() {
      return "-j SNAT --to-source " + to + NatFlag.options(to.flags());
    }
  }

  /** Rewrites the connection's source to the address of the link it leaves by. */
  record Masquerade(Optional<PortRange> ports, Set<NatFlag> flags) implements Target {
    public Masquerade(boolean fullyRandom) {
      this(Optional.empty(), fullyRandom ? Set.of(NatFlag.RANDOM_FULLY) : Set.of());
    }

    public Masquerade {
      flags = Set.copyOf(flags);
    }

    @Override
    public String name() {
      return "MASQUERADE";
    }

    @Override
    public String toString() {
      return "-j MASQUERADE"
          + ports.map(range -> " --to-ports " + range.text('-')).orElse("")
          + NatFlag.options(flags);
    }
  }

  /** Redirects the connection to this host, at another port if one is given. */
  record Redirect(Optional<PortRange> ports, Set<NatFlag> flags) implements Target {
    public Redirect {
      flags = Set.copyOf(flags);
    }

    @Override
    public String name() {
      return "REDIRECT";
    }

    @Override
    public String toString() {
      return "-j REDIRECT"
          + ports.map(range -> " --to-ports " + range.text('-')).orElse("")
          + NatFlag.options(flags);
    }
  }

  /** The packet's mark becomes {@code mark & ~mask ^ value}. */
  record Mark(int value, int mask) implements Target {
    @Override
    public String name() {
      return "MARK";
    }

    int applyTo(int mark) {
      return (mark & ~mask) ^ value;
    }

    @Override
    public String toString() {
      return String.format("-j MARK --set-xmark 0x%x/0x%x", value, mask);
    }
  }

  /**
   * Writes a line to the kernel log.
   *
   * @param level the syslog level; the default is 4, a warning
   */
  record Log(String prefix, int level, Set<Detail> details) implements Target {
    /** The default of {@code --log-level}. */
    public static final int WARNING = 4;

    /** A line without details. */
    public Log(String prefix, int level) {
      this(prefix, level, Set.of());
    }

    @Override
    public String name() {
      return "LOG";
    }

    @Override
    public String toString() {
      return "-j LOG"
          + (prefix.isEmpty() ? "" : " --log-prefix " + quotedPrefix())
          + (level == WARNING ? "" : " --log-level " + level)
          + details.stream().sorted().map(each -> " --log-" + each).collect(Collectors.joining());
    }

    /** The prefix as {@code iptables -S} prints it, in quotation marks if it needs them. */
    public String quotedPrefix() {
      return prefix.matches("[A-Za-z0-9_-]+") ? prefix : "\"" + prefix + "\"";
    }
  }

  /**
   * The packet continues unchanged: only a program that listens, or a card that works, would see
   * the effect, and neither exists here.
   *
   * @param options the options as {@code iptables -S} prints them, with a space before each
   * @param words what {@code iptables -L} prints of them, with a space before it
   */
  record Passing(String name, String options, String words) implements Target {
    @Override
    public String toString() {
      return "-j " + name + options;
    }
  }

  /**
   * The packet is not tracked.
   *
   * @param called CT, or the older NOTRACK
   */
  record NoTrack(String called) implements Target {
    @Override
    public String name() {
      return "CT";
    }

    @Override
    public String toString() {
      return called.equals("CT") ? "-j CT --notrack" : "-j " + called;
    }
  }
}
