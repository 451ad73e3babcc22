package dev.cnilab.cluster.image.coredns.answer;

import dev.cnilab.cluster.image.coredns.chain.Handler;
import dev.cnilab.cluster.image.coredns.chain.PluginHost;
import dev.cnilab.cluster.image.coredns.chain.Records;
import dev.cnilab.cluster.image.coredns.corefile.Directive;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.Section;

/** {@code whoami}: tells a client its own address, port and transport. */
public final class WhoamiPlugin {
  private WhoamiPlugin() {}

  public static Handler setUp(Directive directive, PluginHost host, Handler next) {
    return query -> {
      Message reply = query.authoritative();
      reply.addRecord(
          Records.address(query.name(), 0, query.client().address()), Section.ADDITIONAL);
      Name service = Records.name("_" + query.transport() + "." + query.name());
      reply.addRecord(
          new SRVRecord(service, DClass.IN, 0, 0, 0, query.client().port(), Name.root),
          Section.ADDITIONAL);
      return reply;
    };
  }
}
