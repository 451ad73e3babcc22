package dev.cnilab.userland.kernel.network;

import dev.cnilab.netsim.conntrack.Connection;
import dev.cnilab.netsim.conntrack.TcpState;
import dev.cnilab.netsim.conntrack.Tuple;
import dev.cnilab.netsim.packet.IcmpMessage;
import dev.cnilab.netsim.packet.Protocols;
import java.util.Locale;

/**
 * Connections as {@code conntrack} prints them.
 *
 * @param now on the clock of {@code EventLoop.nanoTime()}
 * @param extended whether the network-layer protocol is printed
 * @param id whether an ID is printed
 */
public record FlowText(long now, boolean extended, boolean id) {
  private static final long SECOND = 1_000_000_000;

  /** The line of a connection. */
  public String of(Connection flow) {
    Tuple original = flow.original();
    StringBuilder text = new StringBuilder(extended ? "ipv4     2 " : "");
    String name = Protocols.name(original.protocol());
    text.append(
        String.format(
            Locale.ROOT,
            "%-8s %d %d ",
            name.matches("\\d+") ? "unknown" : name,
            original.protocol(),
            Math.max(0, (flow.expires() - now) / SECOND)));
    flow.tcpState().map(TcpState::name).ifPresent(state -> text.append(state).append(' '));
    text.append(tuple(original)).append(flow.isAnswered() ? "" : "[UNREPLIED] ");
    text.append(tuple(flow.reply())).append(flow.isAssured() ? "[ASSURED] " : "");
    text.append("mark=").append(Integer.toUnsignedLong(flow.mark())).append(" use=1");
    if (id) {
      text.append(" id=").append(Integer.toUnsignedLong(original.toString().hashCode()));
    }
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
