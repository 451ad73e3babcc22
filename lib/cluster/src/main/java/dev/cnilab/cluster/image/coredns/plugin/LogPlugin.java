package dev.cnilab.cluster.image.coredns.plugin;

import dev.cnilab.cluster.image.coredns.corefile.Directive;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/** {@code log}: a line for each query, in the common log format. */
final class LogPlugin {
  private static final int SMALLEST_BUFFER = 512;

  private LogPlugin() {}

  static Handler setUp(Directive directive, Host host, Handler next) {
    List<String> given = directive.arguments();
    Zones zones = new Zones(given.isEmpty() ? List.of(".") : List.of(given.getFirst()));
    return query -> {
      if (zones.closest(query.text()).isEmpty()) {
        return next.answer(query);
      }
      long begun = host.process().loop().nanoTime();
      try {
        Message answer = next.answer(query);
        host.process().out().println(line(query, answer, took(host, begun)));
        return answer;
      } catch (ServerFailure failure) {
        host.process().out().println(line(query, query.reply(failure.rcode()), took(host, begun)));
        throw failure;
      }
    };
  }

  private static String took(Host host, long begun) {
    long nanos = host.process().loop().nanoTime() - begun;
    return BigDecimal.valueOf(nanos, 9).stripTrailingZeros().toPlainString() + "s";
  }

  private static String line(Query query, Message answer, String took) {
    OPTRecord edns = query.message().getOPT();
    return "[INFO] %s:%d - %d \"%s IN %s %s %d %s %d\" %s %s %d %s"
        .formatted(
            query.client().address(),
            query.client().port(),
            query.message().getHeader().getID(),
            Type.string(query.type()),
            query.text(),
            query.transport(),
            query.message().toWire().length,
            edns != null && (edns.getFlags() & ExtendedFlags.DO) != 0,
            edns == null ? SMALLEST_BUFFER : edns.getPayloadSize(),
            Rcode.string(answer.getRcode()),
            flags(answer),
            answer.toWire().length,
            took);
  }

  private static String flags(Message answer) {
    List<String> names = new ArrayList<>();
    for (int flag :
        new int[] {Flags.QR, Flags.AA, Flags.TC, Flags.RD, Flags.RA, Flags.AD, Flags.CD}) {
      if (answer.getHeader().getFlag(flag)) {
        names.add(Flags.string(flag).toLowerCase(Locale.ROOT));
      }
    }
    return String.join(",", names);
  }
}
