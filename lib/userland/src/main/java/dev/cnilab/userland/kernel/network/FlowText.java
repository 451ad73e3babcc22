package dev.cnilab.userland.kernel.network;

import dev.cnilab.netsim.conntrack.Connection;
import dev.cnilab.netsim.conntrack.TcpConntrackState;
import dev.cnilab.netsim.conntrack.tuple.Tuple;
import dev.cnilab.netsim.packet.IcmpMessage;
import dev.cnilab.netsim.packet.Protocols;
import java.util.Locale;
import java.util.Set;

/**
 * Connections as {@code conntrack} prints them.
 *
 * @param now on the clock of {@code EventLoop.nanoTime()}
 * @param extended whether the network-layer protocol is printed
 * @param id whether an ID is printed
 */
public record FlowText(long now, boolean extended, boolean id) {
  private static final long SECOND = 1_000_000_000;

  /** The transport protocols that conntrack and the kernel have a name for. */
  private static final Set<String> NAMED =
      Set.of("icmp", "tcp", "udp", "dccp", "gre", "sctp", "udplite");

  /** What an event tells of. */
  public enum Event {
    /** A connection that has time left. */
    LASTING,
    /** One whose time is over. */
    EXPIRED
  }

  /** The line of a connection. */
  public String of(Connection flow) {
    return listed(flow, 1);
  }

  /** The line of a connection that the kernel holds while it answers about it. */
  public String ofHeld(Connection flow) {
    return listed(flow, 2);
  }

  private String listed(Connection flow, int users) {
    String mark = "mark=" + Integer.toUnsignedLong(flow.mark());
    String text = described(flow, Event.LASTING) + mark + " use=" + users;
    return id ? text + " " + number(flow) : text;
  }

  /** The line of an event. */
  public String of(Connection flow, Event event) {
    String mark = flow.mark() == 0 ? "" : "mark=" + Integer.toUnsignedLong(flow.mark()) + " ";
    return (described(flow, event) + mark + (id ? number(flow) : "")).stripTrailing();
  }

  private static String number(Connection flow) {
    return "id=" + Integer.toUnsignedLong(flow.original().toString().hashCode());
  }

  private String described(Connection flow, Event event) {
    Tuple original = flow.original();
    StringBuilder text = new StringBuilder(extended ? "ipv4     2 " : "");
    String name = Protocols.name(original.protocol());
    text.append(
        String.format(
            Locale.ROOT, "%-8s %d ", NAMED.contains(name) ? name : "unknown", original.protocol()));
    if (event == Event.LASTING) {
      text.append(Math.max(0, (flow.expires() - now) / SECOND)).append(' ');
    }
    flow.tcpState().map(TcpConntrackState::name).ifPresent(state -> text.append(state).append(' '));
    text.append(tuple(original)).append(flow.isAnswered() ? "" : "[UNREPLIED] ");
    text.append(tuple(flow.reply())).append(flow.isAssured() ? "[ASSURED] " : "");
    return text.toString();
  }

  private static String tuple(Tuple tuple) {
    String ends = "src=" + tuple.source() + " dst=" + tuple.destination() + " ";
    if (tuple.protocol() == IcmpMessage.PROTOCOL) {
      return ends + "type=" + tuple.icmpType() + " code=0 id=" + tuple.sourcePort() + " ";
    }
    boolean ports = tuple.sourcePort() != 0 || tuple.destinationPort() != 0;
    return ports
        ? ends + "sport=" + tuple.sourcePort() + " dport=" + tuple.destinationPort() + " "
        : ends;
  }
}
