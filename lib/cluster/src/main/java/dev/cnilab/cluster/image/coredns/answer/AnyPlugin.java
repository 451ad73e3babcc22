package dev.cnilab.cluster.image.coredns.answer;

import dev.cnilab.cluster.image.coredns.chain.Handler;
import dev.cnilab.cluster.image.coredns.chain.PluginHost;
import dev.cnilab.cluster.image.coredns.corefile.Directive;
import org.xbill.DNS.DClass;
import org.xbill.DNS.HINFORecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** {@code any}: queries of type ANY get a minimal answer (RFC 8482). */
public final class AnyPlugin {
  private static final long TTL = 8482;

  private AnyPlugin() {}

  public static Handler setUp(Directive directive, PluginHost host, Handler next) {
    return query -> {
      if (query.type() != Type.ANY) {
        return next.answer(query);
      }
      Message reply = query.reply(Rcode.NOERROR);
      reply.addRecord(
          new HINFORecord(query.name(), DClass.IN, TTL, "ANY obsoleted", "See RFC 8482"),
          Section.ANSWER);
      return reply;
    };
  }
}
