package dev.cnilab.netsim.route;

import dev.cnilab.netsim.caller.SocketOwner;
import dev.cnilab.netsim.packet.Ipv4Packet;
import dev.cnilab.netsim.packet.Ports;
import org.jspecify.annotations.Nullable;

/**
 * What routing rules see of a packet beside its addresses and links (struct flowi4).
 *
 * @param mark its firewall mark
 * @param tos its type of service, 0 to 255
 * @param protocol the number of its protocol; 0 if it is not known
 * @param sourcePort 0 if it has none, or it is yet to be chosen
 * @param destinationPort 0 if it has none
 * @param user the number of the user whose socket sends it; 0 for others
 */
public record FlowTraits(
    int mark, int tos, int protocol, int sourcePort, int destinationPort, int user) {
  /** Nothing is known. */
  public static final FlowTraits NONE = new FlowTraits(0, 0, 0, 0, 0, 0);

  /** A packet with its mark and the owner of its socket, if there is one. */
  public static FlowTraits of(Ipv4Packet packet, int mark, @Nullable SocketOwner owner) {
    return new FlowTraits(
        mark,
        packet.tos(),
        packet.protocol(),
        Math.max(0, Ports.source(packet)),
        Math.max(0, Ports.destination(packet)),
        owner == null ? 0 : owner.user());
  }

  /** The traits of an answer, which carries no mark. */
  @SuppressWarnings("ArgumentSelectionDefectChecker") // an answer's ports have changed places
  public FlowTraits ofAnswer() {
    return new FlowTraits(0, tos, protocol, destinationPort, sourcePort, 0);
  }
}
