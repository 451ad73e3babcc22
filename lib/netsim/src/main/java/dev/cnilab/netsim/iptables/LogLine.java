package dev.cnilab.netsim.iptables;

import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.packet.Ipv4Packet;
import dev.cnilab.netsim.packet.Protocols;
import org.jspecify.annotations.Nullable;

/** What the target LOG writes (net/netfilter/nf_log_syslog.c). */
final class LogLine {
  private LogLine() {}

  static String of(Target.Log log, Subject subject) {
    Ipv4Packet packet = subject.packet();
    StringBuilder line = new StringBuilder(log.prefix());
    line.append("IN=").append(name(subject.at().in()));
    line.append(" OUT=").append(name(subject.at().out()));
    line.append(" SRC=").append(packet.source()).append(" DST=").append(packet.destination());
    line.append(" LEN=").append(packet.length()).append(" TTL=").append(packet.ttl());
    line.append(" PROTO=")
        .append(Protocols.name(packet.protocol()).toUpperCase(java.util.Locale.ROOT));
    if (subject.destinationPort() >= 0) {
      line.append(" SPT=").append(subject.sourcePort());
      line.append(" DPT=").append(subject.destinationPort());
    }
    return line.toString();
  }

  private static String name(@Nullable Link link) {
    return link == null ? "" : link.name();
  }
}
