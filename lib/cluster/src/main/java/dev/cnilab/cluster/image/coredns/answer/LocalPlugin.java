package dev.cnilab.cluster.image.coredns.answer;

import dev.cnilab.cluster.image.coredns.chain.ClientQuery;
import dev.cnilab.cluster.image.coredns.chain.Handler;
import dev.cnilab.cluster.image.coredns.chain.PluginHost;
import dev.cnilab.cluster.image.coredns.chain.Records;
import dev.cnilab.cluster.image.coredns.chain.Zones;
import dev.cnilab.cluster.image.coredns.corefile.Directive;
import dev.cnilab.netsim.address.Ipv4Address;
import java.util.List;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** {@code local}: answers for localhost and 127.0.0.1, so that no other server is asked. */
public final class LocalPlugin {
  private static final long TTL = 604_800;
  private static final String HOST = "localhost.";
  private static final Zones ZONES =
      new Zones(List.of(HOST, "0.in-addr.arpa.", "127.in-addr.arpa.", "255.in-addr.arpa."));

  private LocalPlugin() {}

  public static Handler setUp(Directive directive, PluginHost host, Handler next) {
    return query -> {
      String name = query.text();
      boolean isHost = name.endsWith("." + HOST) || name.startsWith(HOST);
      if (isHost && !name.equals(HOST)) {
        return loopback(query);
      }
      return ZONES.closest(name).isPresent() ? ofZone(query) : next.answer(query);
    };
  }

  private static Message loopback(ClientQuery query) {
    Message reply = query.reply(Rcode.NOERROR);
    if (query.type() == Type.A) {
      reply.addRecord(Records.address(query.name(), TTL, Ipv4Address.LOOPBACK), Section.ANSWER);
    } else {
      reply.addRecord(authority(query.name()), Section.AUTHORITY);
    }
    return reply;
  }

  private static Message ofZone(ClientQuery query) {
    String name = query.text();
    String zone = ZONES.closest(name).orElseThrow();
    if (name.equals("1.0.0.127.in-addr.arpa.")) {
      Message reply = query.reply(Rcode.NOERROR);
      if (query.type() == Type.PTR) {
        reply.addRecord(Records.pointer(query.name(), TTL, HOST), Section.ANSWER);
      } else {
        reply.addRecord(authority(Records.name(zone)), Section.AUTHORITY);
      }
      return reply;
    }
    if (!name.equals(zone)) {
      Message reply = query.reply(Rcode.NXDOMAIN);
      reply.addRecord(authority(Records.name(zone)), Section.AUTHORITY);
      return reply;
    }
    if (query.type() == Type.A && zone.equals(HOST)) {
      return loopback(query);
    }
    Message reply = query.reply(Rcode.NOERROR);
    switch (query.type()) {
      case Type.SOA -> reply.addRecord(authority(query.name()), Section.ANSWER);
      case Type.NS ->
          reply.addRecord(
              new NSRecord(query.name(), DClass.IN, TTL, Records.name(HOST)), Section.ANSWER);
      default -> reply.addRecord(authority(query.name()), Section.AUTHORITY);
    }
    return reply;
  }

  private static SOARecord authority(Name name) {
    return new SOARecord(
        name, DClass.IN, TTL, Records.name(HOST), Records.name("root.localhost."), 1, 0, 0, 0, TTL);
  }
}
