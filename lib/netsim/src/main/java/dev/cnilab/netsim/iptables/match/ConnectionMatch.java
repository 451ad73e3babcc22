package dev.cnilab.netsim.iptables.match;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.conntrack.Connection;
import dev.cnilab.netsim.conntrack.tuple.ConnectionDirection;
import dev.cnilab.netsim.conntrack.tuple.Tuple;
import dev.cnilab.netsim.iptables.subject.MatchSubject;
import dev.cnilab.netsim.iptables.subject.PortRange;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * {@code -m conntrack} with any option but {@code --ctstate}: a condition on the packet's
 * connection, which is false without one.
 */
public sealed interface ConnectionMatch extends Match {
  @Override
  default String extension() {
    return "conntrack";
  }

  @Override
  default boolean matches(MatchSubject subject) {
    Connection connection = subject.tracked().connection();
    return connection != null && matches(connection, subject);
  }

  /** Whether the packet's connection satisfies the condition. */
  boolean matches(Connection connection, MatchSubject subject);

  /** {@code --ctproto}. */
  record Protocol(int number) implements ConnectionMatch {
    @Override
    public boolean matches(Connection connection, MatchSubject subject) {
      return connection.original().protocol() == number;
    }

    @Override
    public String toString() {
      return "--ctproto " + number;
    }
  }

  /** An end of a direction of the connection; the constant is the option's last part. */
  enum End {
    ORIGSRC,
    ORIGDST,
    REPLSRC,
    REPLDST;

    private Tuple tuple(Connection connection) {
      return this == ORIGSRC || this == ORIGDST ? connection.original() : connection.reply();
    }

    private Ipv4Address address(Connection connection) {
      Tuple tuple = tuple(connection);
      return this == ORIGSRC || this == REPLSRC ? tuple.source() : tuple.destination();
    }

    private int port(Connection connection) {
      Tuple tuple = tuple(connection);
      return this == ORIGSRC || this == REPLSRC ? tuple.sourcePort() : tuple.destinationPort();
    }

    @Override
    public String toString() {
      return "--ct" + name().toLowerCase(Locale.ROOT);
    }
  }

  /** {@code --ctorigsrc} and the like. */
  record Address(End end, Ipv4Prefix prefix) implements ConnectionMatch {
    @Override
    public boolean matches(Connection connection, MatchSubject subject) {
      return prefix.contains(end.address(connection));
    }

    @Override
    public String toString() {
      return end + " " + (prefix.length() == 32 ? prefix.address() : prefix);
    }
  }

  /** {@code --ctorigsrcport} and the like. */
  record Port(End end, PortRange ports) implements ConnectionMatch {
    @Override
    public boolean matches(Connection connection, MatchSubject subject) {
      return ports.contains(end.port(connection));
    }

    @Override
    public String toString() {
      return end + "port " + ports;
    }
  }

  /** {@code --ctstatus}: one of these holds, which is never so if there are none. */
  record Status(Set<Flag> flags) implements ConnectionMatch {
    /** A state beside that of the protocol, in the order in which they are printed. */
    public enum Flag {
      EXPECTED,
      SEEN_REPLY,
      ASSURED,
      CONFIRMED;

      /** Expectations are not modelled, so no connection was expected. */
      private boolean holds(Connection connection) {
        return switch (this) {
          case EXPECTED -> false;
          case SEEN_REPLY -> connection.isAnswered();
          case ASSURED -> connection.isAssured();
          case CONFIRMED -> connection.isConfirmed();
        };
      }
    }

    @Override
    public boolean matches(Connection connection, MatchSubject subject) {
      return flags.stream().anyMatch(flag -> flag.holds(connection));
    }

    @Override
    public String toString() {
      return "--ctstatus "
          + (flags.isEmpty()
              ? "NONE"
              : flags.stream().sorted().map(Enum::name).collect(Collectors.joining(",")));
    }
  }

  /** {@code --ctexpire}: the seconds until the connection expires, both ends included. */
  record Expiry(long first, long last) implements ConnectionMatch {
    @Override
    public boolean matches(Connection connection, MatchSubject subject) {
      long left =
          TimeUnit.NANOSECONDS.toSeconds(
              connection.expires() - subject.surroundings().loop().nanoTime());
      return left >= first && left <= last;
    }

    @Override
    public String toString() {
      return "--ctexpire " + (first == last ? first : first + ":" + last);
    }
  }

  /** {@code --ctdir}: the direction in which the packet goes. */
  record Direction(Way way) implements ConnectionMatch {
    /** A direction of a connection. */
    public enum Way {
      ORIGINAL,
      REPLY
    }

    @Override
    public boolean matches(Connection connection, MatchSubject subject) {
      return (way == Way.REPLY) == (subject.tracked().direction() == ConnectionDirection.REPLY);
    }

    @Override
    public String toString() {
      return "--ctdir " + way;
    }
  }
}
