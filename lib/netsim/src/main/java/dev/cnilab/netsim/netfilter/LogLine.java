package dev.cnilab.netsim.netfilter;

import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.Skb;
import dev.cnilab.netsim.packet.Ipv4Packet;
import dev.cnilab.netsim.packet.Ports;
import dev.cnilab.netsim.packet.Protocols;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a rule that logs writes about a packet (net/netfilter/nf_log_syslog.c). */
public final class LogLine {
  private LogLine() {}

  /** The line of a packet, behind the rule's prefix. */
  public static String of(String prefix, Skb skb, HookPoint at) {
    Ipv4Packet packet = skb.packet();
    StringBuilder line = new StringBuilder(prefix);
    line.append("IN=").append(name(at.in()));
    line.append(" OUT=").append(name(at.out()));
    line.append(" SRC=").append(packet.source()).append(" DST=").append(packet.destination());
    line.append(" LEN=").append(packet.length()).append(" TTL=").append(packet.ttl());
    line.append(" PROTO=").append(Protocols.name(packet.protocol()).toUpperCase(Locale.ROOT));
    if (Ports.destination(packet) >= 0) {
      line.append(" SPT=").append(Ports.source(packet));
      line.append(" DPT=").append(Ports.destination(packet));
    }
    return line.toString();
  }

  private static String name(@Nullable Link link) {
    return link == null ? "" : link.name();
  }
}
