package dev.cnilab.netsim.ip;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.link.Bridge;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.LinkAddress.Scope;
import dev.cnilab.netsim.link.Links;
import dev.cnilab.netsim.link.Skb;
import dev.cnilab.netsim.packet.Bytes;
import dev.cnilab.netsim.packet.Fragment;
import dev.cnilab.netsim.packet.Ipv4Packet;
import dev.cnilab.netsim.packet.OpaquePayload;
import dev.cnilab.netsim.route.RouteType;
import dev.cnilab.netsim.route.fib.Fib;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * Reports the multicast groups this host joins (RFC 3376, net/ipv4/igmp.c). Only bridges join one
 * by themselves: the all-snoopers group, when they come up (br_multicast_join_snoopers).
 */
final class Igmp {
  private static final int PROTOCOL = 2;
  private static final Ipv4Address ROUTERS = Ipv4Address.parse("224.0.0.22");
  private static final Ipv4Address SNOOPERS = Ipv4Address.parse("224.0.0.106");
  private static final int INTERNETWORK_CONTROL = 0xc0;

  /** The first report is sent after one tick, the second within a second. */
  private static final Duration TICK = Duration.ofMillis(4);

  private static final Duration AGAIN = Duration.ofMillis(500);

  private final Links links;
  private final Fib fib;
  private final IpOutput output;

  Igmp(Links links, Fib fib, IpOutput output) {
    this.links = links;
    this.fib = fib;
    this.output = output;
  }

  void linkUp(Link link) {
    if (link instanceof Bridge bridge) {
      links.loop().schedule(TICK, () -> report(bridge));
      links.loop().schedule(AGAIN, () -> report(bridge));
    }
  }

  private void report(Bridge bridge) {
    if (!bridge.isUp() || bridge.links() != links) {
      return;
    }
    Ipv4Address found = fib.sourceFor(bridge, null, Scope.LINK);
    Ipv4Address source = found == null ? Ipv4Address.ANY : found;
    Ipv4Packet packet =
        new Ipv4Packet(
            INTERNETWORK_CONTROL,
            0,
            Fragment.DONT,
            1,
            source,
            ROUTERS,
            new OpaquePayload(PROTOCOL, joined()));
    output.send(
        new Skb(packet, null), new Path(RouteType.MULTICAST, bridge, ROUTERS, source, null, null));
  }

  /**
   * A report of one group without sources. A word of auxiliary data replaces the IP header option,
   * which packets here do not have.
   */
  private static Bytes joined() {
    byte[] report = new byte[20];
    ByteBuffer.wrap(report)
        .put((byte) 0x22)
        .position(7)
        .put((byte) 1)
        .put((byte) 4)
        .put((byte) 1)
        .position(12)
        .putInt(SNOOPERS.bits());
    int sum = 0;
    for (int i = 0; i < report.length; i += 2) {
      sum += Byte.toUnsignedInt(report[i]) << 8 | Byte.toUnsignedInt(report[i + 1]);
    }
    sum = (sum & 0xffff) + (sum >>> 16);
    ByteBuffer.wrap(report).putShort(2, (short) ~sum);
    return Bytes.of(report);
  }
}
