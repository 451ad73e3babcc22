package dev.cnilab.cluster.image.coredns.upstream;

import dev.cnilab.cluster.image.coredns.chain.ClientQuery;
import dev.cnilab.cluster.image.coredns.chain.Handler;
import dev.cnilab.cluster.image.coredns.chain.PluginHost;
import dev.cnilab.cluster.image.coredns.chain.ServerFailure;
import dev.cnilab.cluster.image.coredns.chain.Zones;
import dev.cnilab.cluster.image.coredns.corefile.CorefileException;
import dev.cnilab.cluster.image.coredns.corefile.Directive;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;

/** {@code forward}: forwards queries to another server. */
public final class ForwardPlugin implements Handler {
  private static final int ATTEMPTS_PER_UPSTREAM = 2;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final PluginHost host;
  private final Handler next;
  private final Zones zones;
  private final List<Upstream> upstreams;
  private final ForwardOptions options;
  private int turn;
  private long atOnce;

  private ForwardPlugin(
      PluginHost host,
      Handler next,
      Zones zones,
      List<Upstream> upstreams,
      ForwardOptions options) {
    this.host = host;
    this.next = next;
    this.zones = zones;
    this.upstreams = List.copyOf(upstreams);
    this.options = options;
  }

  public static Handler setUp(Directive directive, PluginHost host, Handler next)
      throws CorefileException {
    List<String> arguments = directive.arguments();
    if (arguments.size() < 2) {
      throw directive.wrongArguments(
          directive.line(), arguments.isEmpty() ? "forward" : arguments.getFirst());
    }
    List<Upstream> upstreams = new ArrayList<>();
    for (String to : arguments.subList(1, arguments.size())) {
      upstreams.addAll(UpstreamServers.of(directive, host, to));
    }
    Zones zones = new Zones(arguments.subList(0, 1));
    return new ForwardPlugin(host, next, zones, upstreams, ForwardOptions.of(directive));
  }

  @Override
  public Message answer(ClientQuery query) throws ServerFailure {
    if (zones.closest(query.text()).isEmpty()
        || options.except().closest(query.text()).isPresent()) {
      return next.answer(query);
    }
    if (options.mostAtOnce() > 0 && atOnce >= options.mostAtOnce()) {
      throw new ServerFailure(
          Rcode.REFUSED, "concurrent queries exceeded maximum " + options.mostAtOnce());
    }
    atOnce++;
    try {
      Message answer = ask(query);
      return options.nextOn().contains(answer.getRcode()) && next != END
          ? next.answer(query)
          : answer;
    } finally {
      atOnce--;
    }
  }

  private Message ask(ClientQuery query) throws ServerFailure {
    List<Upstream> order = order();
    int most = options.mostAttempts().orElse(ATTEMPTS_PER_UPSTREAM * order.size());
    long end = host.process().loop().nanoTime() + PATIENCE.toNanos();
    String failure = "no healthy proxies";
    int attempts = 0;
    int failOvers = 0;
    for (int i = 0; host.process().loop().nanoTime() < end && (most == 0 || attempts < most); i++) {
      Upstream upstream = order.get(i % order.size());
      if (upstream.isDown(options.mostFails())) {
        if (order.stream().anyMatch(each -> !each.isDown(options.mostFails()))) {
          continue;
        }
        if (options.failsFast()) {
          break;
        }
        upstream = order.get(host.process().loop().random().nextInt(order.size()));
      }
      Exchange exchange = ask(upstream, query);
      if (!exchange.isPresent()) {
        failure = exchange.failure();
        attempts++;
        if (options.mostFails() > 0) {
          upstream.probe(options.probes());
        }
        continue;
      }
      Message answer = exchange.reply().orElseThrow();
      answer.getHeader().setID(query.message().getHeader().getID());
      if (!options.failOverOn().contains(answer.getRcode()) || ++failOvers >= order.size()) {
        return answer;
      }
    }
    throw new ServerFailure(Rcode.SERVFAIL, failure);
  }

  private Exchange ask(Upstream upstream, ClientQuery query) {
    Message question = query.message().clone();
    question.getHeader().setID(host.process().loop().random().nextInt(0x10000));
    return upstream.ask(question);
  }

  private List<Upstream> order() {
    List<Upstream> order = new ArrayList<>(upstreams);
    switch (options.policy()) {
      case RANDOM -> Collections.shuffle(order, host.process().loop().random());
      case ROUND_ROBIN -> {
        turn = (turn + 1) % order.size();
        Collections.rotate(order, -turn);
      }
      case SEQUENTIAL -> {}
    }
    return order;
  }
}
