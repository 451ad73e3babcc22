package dev.cnilab.cluster.image.coredns.upstream;

import dev.cnilab.cluster.image.coredns.chain.ClientQuery;
import dev.cnilab.cluster.image.coredns.chain.Handler;
import dev.cnilab.cluster.image.coredns.chain.PluginHost;
import dev.cnilab.cluster.image.coredns.chain.Records;
import dev.cnilab.cluster.image.coredns.chain.ServerFailure;
import dev.cnilab.cluster.image.coredns.corefile.CorefileException;
import dev.cnilab.cluster.image.coredns.corefile.Directive;
import dev.cnilab.netsim.address.Ipv4Address;
import java.time.Duration;
import java.util.Random;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** {@code loop}: sends this server a query that no client sends, and exits if it comes back. */
public final class LoopPlugin implements Handler {
  private static final int MOST_SEEN = 2;
  private static final Duration WATCH = Duration.ofSeconds(30);

  /** How long after its plugins a server listens. */
  private static final Duration LISTENING = Duration.ofMillis(1);

  private static final Duration SETTLE = Duration.ofSeconds(2);

  private final PluginHost host;
  private final Handler next;
  private final String zone;
  private final String name;
  private int seen;
  private boolean off;

  private LoopPlugin(PluginHost host, Handler next) {
    this.host = host;
    this.next = next;
    this.zone = host.zones().getFirst();
    Random random = host.process().loop().random();
    this.name =
        (random.nextLong() >>> 2)
            + "."
            + (random.nextLong() >>> 2)
            + "."
            + (zone.equals(".") ? "" : zone);
  }

  public static Handler setUp(Directive directive, PluginHost host, Handler next)
      throws CorefileException {
    if (!directive.arguments().isEmpty()) {
      throw directive.wrongArguments(directive.line(), directive.arguments().getFirst());
    }
    LoopPlugin loop = new LoopPlugin(host, next);
    host.onStart(() -> host.process().loop().spawn("loop", loop::ask));
    return loop;
  }

  private void ask() {
    while (host.process().isAlive() && !host.hasStarted()) {
      host.process().loop().sleep(LISTENING);
    }
    host.process().loop().sleep(LISTENING);
    long end = host.process().loop().nanoTime() + WATCH.toNanos();
    while (host.process().isAlive() && host.process().loop().nanoTime() < end) {
      Message question =
          Message.newQuery(Record.newRecord(Records.name(name), Type.HINFO, DClass.IN));
      question.getHeader().setID(host.process().loop().random().nextInt(0x10000));
      if (Exchange.ask(host.process(), Ipv4Address.LOOPBACK, host.port(), question).isPresent()) {
        host.process().loop().sleep(SETTLE);
        break;
      }
      seen = 0;
      host.process().loop().sleep(Duration.ofSeconds(1));
    }
    off = true;
  }

  @Override
  public Message answer(ClientQuery query) throws ServerFailure {
    if (query.type() == Type.HINFO && !off && query.text().equals(name)) {
      seen++;
      if (seen > MOST_SEEN) {
        host.log(
            "FATAL",
            "loop",
            "Loop (%s -> :%d) detected for zone \"%s\", see https://coredns.io/plugins/loop#troubleshooting. Query: \"HINFO %s\""
                .formatted(query.client(), host.port(), zone, name));
        host.process().end(1);
      }
    }
    return next.answer(query);
  }
}
