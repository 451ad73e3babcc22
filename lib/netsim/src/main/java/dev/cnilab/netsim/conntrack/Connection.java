package dev.cnilab.netsim.conntrack;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.conntrack.tuple.ConnectionDirection;
import dev.cnilab.netsim.conntrack.tuple.Translation;
import dev.cnilab.netsim.conntrack.tuple.Tuple;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.packet.IcmpMessage;
import dev.cnilab.netsim.packet.Ipv4Packet;
import dev.cnilab.netsim.packet.TcpSegment;
import dev.cnilab.netsim.packet.UdpDatagram;
import dev.cnilab.netsim.sysctl.Setting;
import dev.cnilab.netsim.sysctl.Sysctl;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A connection (struct nf_conn): both directions, its state and its translation. */
public final class Connection {
  private static final Duration STREAM_AFTER = Duration.ofSeconds(2);

  private final Tuple original;
  private final long begun;
  private final Set<Translation> decided = EnumSet.noneOf(Translation.class);
  private Tuple reply;
  private @Nullable TcpConntrackState tcp;
  private long expires;
  private int mark;
  private boolean confirmed;
  private boolean answered;
  private boolean assured;
  private @Nullable Link masqueradedBehind;

  Connection(Tuple original, @Nullable TcpConntrackState tcp, long now) {
    this.original = original;
    this.reply = original.reversed();
    this.tcp = tcp;
    this.begun = now;
  }

  /** A connection that no packet has begun, as {@code conntrack -I} creates it. */
  Connection(Tuple original, Tuple reply, @Nullable TcpConntrackState tcp, long now) {
    this(original, tcp, now);
    this.reply = reply;
    this.expires = now;
    this.confirmed = true;
  }

  /** The original direction, as in the first packet before any translation. */
  public Tuple original() {
    return original;
  }

  /** The reply direction, as in the replies before their translation is undone. */
  public Tuple reply() {
    return reply;
  }

  /** The state of a TCP connection. */
  public Optional<TcpConntrackState> tcpState() {
    return Optional.ofNullable(tcp);
  }

  /**
   * Whether a packet of the reply direction was seen; if not, the connection is listed as
   * UNREPLIED.
   */
  public boolean isAnswered() {
    return answered;
  }

  /** Whether the connection is kept when the table is full; listed as ASSURED. */
  public boolean isAssured() {
    return assured;
  }

  /** Like {@code conntrack -U -u SEEN_REPLY}. */
  public void markAnswered() {
    answered = true;
  }

  /** Like {@code conntrack -U -u ASSURED}. */
  public void markAssured() {
    assured = true;
  }

  void expireAt(long time) {
    expires = time;
  }

  /** The connection's mark; 0 if none was set. */
  public int mark() {
    return mark;
  }

  public void mark(int newMark) {
    mark = newMark;
  }

  /** When the connection expires, on the clock of {@code EventLoop.nanoTime()}. */
  public long expires() {
    return expires;
  }

  /** Whether this end of the connection is rewritten. */
  public boolean isTranslated(Translation translation) {
    return switch (translation) {
      case SOURCE -> !reply.destination().equals(original.source()) || portChanged();
      case DESTINATION ->
          !reply.source().equals(original.destination())
              || (reply.sourcePort() != original.destinationPort() && !reply.isQuery());
    };
  }

  private boolean portChanged() {
    return reply.destinationPort() != original.sourcePort();
  }

  /** Whether its first packet has left, so that the connection is in the table. */
  public boolean isConfirmed() {
    return confirmed;
  }

  void confirm() {
    confirmed = true;
  }

  boolean isExpired(long now) {
    return confirmed && now >= expires;
  }

  /** Whether the translation of this end is decided, even if nothing is rewritten. */
  public boolean isDecided(Translation translation) {
    return decided.contains(translation);
  }

  void decide(Translation translation) {
    decided.add(translation);
  }

  /** Notes that its source is an address of this link because of a masquerading rule. */
  public void masqueradeBehind(Link out) {
    masqueradedBehind = out;
  }

  /** Whether its source is an address of this link because of a masquerading rule. */
  public boolean isMasqueradedBehind(Link out) {
    return masqueradedBehind == out;
  }

  void translateDestination(Ipv4Address address, int port) {
    reply = reply.withSource(address, port);
  }

  void translateSource(Ipv4Address address, int port) {
    reply = reply.withDestination(address, port);
  }

  /** Whether a segment opens a new connection between the same ends. */
  boolean isReopened(TcpSegment segment, ConnectionDirection direction) {
    return tcp != null && tcp.isReopened(segment, direction);
  }

  /** Whether a segment is valid in the present state; if not, it is INVALID. */
  boolean allows(TcpSegment segment, ConnectionDirection direction) {
    return tcp == null || tcp.after(segment, direction) != null;
  }

  /**
   * Updates the connection with one more packet; the timeout comes from the namespace's settings.
   *
   * @return whether more than its timeout has changed
   */
  boolean see(Ipv4Packet packet, ConnectionDirection direction, long now, Sysctl sysctl) {
    boolean wasAnswered = answered;
    boolean wasAssured = assured;
    TcpConntrackState before = tcp;
    answered |= direction == ConnectionDirection.REPLY;
    Setting timeout =
        switch (original.protocol()) {
          case IcmpMessage.PROTOCOL -> Setting.CONNTRACK_ICMP_TIMEOUT;
          case UdpDatagram.PROTOCOL -> seeDatagram(now);
          case TcpSegment.PROTOCOL -> seeSegment(packet, direction);
          default -> Setting.CONNTRACK_GENERIC_TIMEOUT;
        };
    expires = now + TimeUnit.SECONDS.toNanos(sysctl.get(timeout));
    return answered != wasAnswered || assured != wasAssured || before != tcp;
  }

  private Setting seeDatagram(long now) {
    assured |= answered && now - begun > STREAM_AFTER.toNanos();
    return assured ? Setting.CONNTRACK_UDP_TIMEOUT_STREAM : Setting.CONNTRACK_UDP_TIMEOUT;
  }

  private Setting seeSegment(Ipv4Packet packet, ConnectionDirection direction) {
    TcpConntrackState state = tcp;
    if (state == null) {
      return Setting.CONNTRACK_GENERIC_TIMEOUT;
    }
    TcpConntrackState next =
        packet.payload() instanceof TcpSegment segment ? state.after(segment, direction) : state;
    if (next == null) {
      return state.timeout();
    }
    state = next;
    tcp = next;
    assured |= answered && state == TcpConntrackState.ESTABLISHED;
    return state.timeout();
  }
}
