package dev.cnilab.cluster.image.coredns.plugin;

import dev.cnilab.cluster.image.coredns.corefile.CorefileException;
import dev.cnilab.cluster.image.coredns.corefile.Directive;
import dev.cnilab.netsim.address.Ipv4Address;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;

/** {@code forward}: has another server answer. */
final class ForwardPlugin implements Handler {
  private static final int DEFAULT_PORT = 53;
  private static final int ATTEMPTS_PER_UPSTREAM = 2;
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Set<String> SETTINGS =
      Set.of(
          "max_concurrent",
          "force_tcp",
          "prefer_udp",
          "expire",
          "max_fails",
          "max_idle_conns",
          "tls",
          "tls_servername",
          "health_check",
          "next",
          "failfast_all_unhealthy_upstreams",
          "failover",
          "max_connect_attempts",
          "max_age");

  /** A server that can be asked. */
  private record Upstream(Ipv4Address address, int port) {}

  private final Host host;
  private final Handler next;
  private final Zones zones;
  private final List<Upstream> upstreams;
  private Zones except = new Zones(List.of());
  private boolean random = true;

  private ForwardPlugin(Host host, Handler next, Zones zones, List<Upstream> upstreams) {
    this.host = host;
    this.next = next;
    this.zones = zones;
    this.upstreams = List.copyOf(upstreams);
  }

  static Handler setUp(Directive directive, Host host, Handler next) throws CorefileException {
    List<String> arguments = directive.arguments();
    if (arguments.size() < 2) {
      throw directive.wrongArguments(
          directive.line(), arguments.isEmpty() ? "forward" : arguments.getFirst());
    }
    List<Upstream> upstreams = new ArrayList<>();
    for (String to : arguments.subList(1, arguments.size())) {
      upstreams.addAll(upstreams(directive, host, to));
    }
    ForwardPlugin forward =
        new ForwardPlugin(host, next, new Zones(arguments.subList(0, 1)), upstreams);
    for (Directive.Property property : directive.properties()) {
      switch (property.name()) {
        case "except" -> forward.except = new Zones(property.arguments());
        case "policy" -> forward.random = property.arguments().equals(List.of("random"));
        default -> {
          if (!SETTINGS.contains(property.name())) {
            throw directive.error(property.line(), "unknown property '" + property.name() + "'");
          }
        }
      }
    }
    return forward;
  }

  /** An address with or without a port, or the servers of a file like /etc/resolv.conf. */
  private static List<Upstream> upstreams(Directive directive, Host host, String to)
      throws CorefileException {
    Optional<Upstream> direct = upstream(to.replaceFirst("^dns://", ""));
    if (direct.isPresent()) {
      return List.of(direct.get());
    }
    List<Upstream> found = new ArrayList<>();
    try {
      for (String line : host.process().files().readText(to).lines().toList()) {
        List<String> words = List.of(line.strip().split("\\s+", -1));
        if (words.size() > 1 && words.getFirst().equals("nameserver")) {
          upstream(words.get(1)).ifPresent(found::add);
        }
      }
    } catch (IOException noSuchFile) {
      throw directive.refusal("not an IP address or file: \"" + to + "\"");
    }
    if (found.isEmpty()) {
      throw directive.refusal("no nameservers found");
    }
    return found;
  }

  private static Optional<Upstream> upstream(String text) {
    String[] parts = text.split(":", 2);
    try {
      return Optional.of(
          new Upstream(
              Ipv4Address.parse(parts[0]),
              parts.length > 1 ? Integer.parseInt(parts[1]) : DEFAULT_PORT));
    } catch (IllegalArgumentException noAddress) {
      return Optional.empty();
    }
  }

  @Override
  public Message answer(Query query) throws ServerFailure {
    if (zones.closest(query.text()).isEmpty() || except.closest(query.text()).isPresent()) {
      return next.answer(query);
    }
    List<Upstream> order = new ArrayList<>(upstreams);
    if (random) {
      Collections.shuffle(order, host.process().loop().random());
    }
    long end = host.process().loop().nanoTime() + PATIENCE.toNanos();
    String failure = "no healthy proxies";
    for (int attempt = 0;
        attempt < ATTEMPTS_PER_UPSTREAM * order.size() && host.process().loop().nanoTime() < end;
        attempt++) {
      Upstream upstream = order.get(attempt % order.size());
      Message question = query.message().clone();
      question.getHeader().setID(host.process().loop().random().nextInt(0x10000));
      Exchange exchange =
          Exchange.ask(host.process(), upstream.address(), upstream.port(), question);
      if (exchange.isPresent()) {
        Message answer = exchange.reply().orElseThrow();
        answer.getHeader().setID(query.message().getHeader().getID());
        return answer;
      }
      failure = exchange.failure();
    }
    throw new ServerFailure(Rcode.SERVFAIL, failure);
  }
}
