package dev.cnilab.cluster.image.coredns.upstream;

import dev.cnilab.cluster.image.coredns.chain.Handler;
import dev.cnilab.cluster.image.coredns.chain.Host;
import dev.cnilab.cluster.image.coredns.chain.Query;
import dev.cnilab.cluster.image.coredns.chain.ServerFailure;
import dev.cnilab.cluster.image.coredns.chain.Zones;
import dev.cnilab.cluster.image.coredns.corefile.CorefileException;
import dev.cnilab.cluster.image.coredns.corefile.Directive;
import dev.cnilab.cluster.log.GoDuration;
import dev.cnilab.netsim.address.Ipv4Address;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;

/** {@code forward}: forwards queries to another server. */
public final class ForwardPlugin implements Handler {
  private static final int DEFAULT_PORT = 53;
  private static final int ATTEMPTS_PER_UPSTREAM = 2;
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration PROBES = Duration.ofMillis(500);

  /**
   * Options on the lifetime and type of connections, which have no effect: each query here is sent
   * over UDP.
   */
  private static final Set<String> OF_CONNECTIONS =
      Set.of("expire", "max_age", "max_idle_conns", "prefer_udp");

  private static final Set<String> NOT_MODELLED =
      Set.of(
          "force_tcp",
          "tls",
          "tls_servername",
          "doh_method",
          "read_timeout",
          "resolver",
          "source_address",
          "next_on_nodata");

  /** The order in which upstreams are tried. */
  private enum Policy {
    RANDOM,
    ROUND_ROBIN,
    SEQUENTIAL
  }

  private final Host host;
  private final Handler next;
  private final Zones zones;
  private final List<Upstream> upstreams;
  private Zones except = new Zones(List.of());
  private Policy policy = Policy.RANDOM;
  private int turn;
  private long mostAtOnce;
  private long atOnce;
  private int mostFails = 2;
  private boolean failsFast;
  private Optional<Integer> mostAttempts = Optional.empty();
  private Duration probes = PROBES;
  private Set<Integer> nextOn = Set.of();
  private Set<Integer> failOverOn = Set.of();

  private ForwardPlugin(Host host, Handler next, Zones zones, List<Upstream> upstreams) {
    this.host = host;
    this.next = next;
    this.zones = zones;
    this.upstreams = List.copyOf(upstreams);
  }

  public static Handler setUp(Directive directive, Host host, Handler next)
      throws CorefileException {
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
      forward.configure(directive, property);
    }
    return forward;
  }

  private void configure(Directive directive, Directive.Property property)
      throws CorefileException {
    String name = property.name();
    if (NOT_MODELLED.contains(name)) {
      throw directive.error(property.line(), name + " is not modelled here");
    }
    if (OF_CONNECTIONS.contains(name)) {
      requireValue(directive, property);
      return;
    }
    if (name.equals("failfast_all_unhealthy_upstreams")) {
      failsFast = true;
      return;
    }
    if (property.arguments().isEmpty()) {
      throw directive.wrongArguments(property.line(), name);
    }
    List<String> words = property.arguments();
    switch (name) {
      case "except" -> except = new Zones(words);
      case "policy" -> policy = policy(directive, property);
      case "max_concurrent" -> {
        mostAtOnce = number(directive, words.getFirst(), "Atoi");
        if (mostAtOnce < 0) {
          throw directive.refusal("max_concurrent can't be negative: " + mostAtOnce);
        }
      }
      case "max_fails" -> mostFails = (int) number(directive, words.getFirst(), "ParseUint");
      case "max_connect_attempts" ->
          mostAttempts = Optional.of((int) number(directive, words.getFirst(), "ParseUint"));
      case "health_check" -> {
        if (words.size() > 1) {
          throw directive.error(
              property.line(), "health_check " + words.get(1) + " is not modelled here");
        }
        probes =
            GoDuration.parse(words.getFirst())
                .orElseThrow(
                    () -> directive.refusal("time: invalid duration \"" + words.getFirst() + "\""));
      }
      case "next" -> nextOn = codes(directive, property);
      case "failover" -> failOverOn = codes(directive, property);
      default -> throw directive.error(property.line(), "unknown property '" + name + "'");
    }
  }

  private static void requireValue(Directive directive, Directive.Property property)
      throws CorefileException {
    String name = property.name();
    if (name.equals("prefer_udp")) {
      return;
    }
    if (property.arguments().isEmpty()) {
      throw directive.wrongArguments(property.line(), name);
    }
    String text = property.arguments().getFirst();
    boolean negative =
        name.equals("max_idle_conns")
            ? number(directive, text, "Atoi") < 0
            : GoDuration.parse(text)
                .orElseThrow(() -> directive.refusal("time: invalid duration \"" + text + "\""))
                .isNegative();
    if (negative) {
      throw directive.refusal(name + " can't be negative: " + text);
    }
  }

  private static Policy policy(Directive directive, Directive.Property property)
      throws CorefileException {
    return switch (property.arguments().getFirst()) {
      case "random" -> Policy.RANDOM;
      case "round_robin" -> Policy.ROUND_ROBIN;
      case "sequential" -> Policy.SEQUENTIAL;
      default ->
          throw directive.error(
              property.line(), "unknown policy '" + property.arguments().getFirst() + "'");
    };
  }

  /** A number, read by a function of Go's strconv. */
  private static long number(Directive directive, String text, String function)
      throws CorefileException {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException notANumber) {
      throw directive.refusal("strconv." + function + ": parsing \"" + text + "\": invalid syntax");
    }
  }

  private static Set<Integer> codes(Directive directive, Directive.Property property)
      throws CorefileException {
    Set<Integer> codes = new HashSet<>();
    for (String word : property.arguments()) {
      int code = Rcode.value(word);
      if (code < 0) {
        throw directive.refusal(word + " is not a valid rcode");
      }
      codes.add(code);
    }
    return codes;
  }

  /** An address with or without a port, or the servers of a file like /etc/resolv.conf. */
  private static List<Upstream> upstreams(Directive directive, Host host, String to)
      throws CorefileException {
    String transport = to.replaceFirst("://.*", "");
    if (to.contains("://") && !transport.equals("dns")) {
      throw directive.refusal("'" + transport + "' is not modelled here: " + to);
    }
    Optional<Upstream> direct = upstream(host, to.replaceFirst("^dns://", ""));
    if (direct.isPresent()) {
      return List.of(direct.get());
    }
    List<Upstream> found = new ArrayList<>();
    try {
      for (String line : host.process().files().readText(to).lines().toList()) {
        List<String> words = List.of(line.strip().split("\\s+", -1));
        if (words.size() > 1 && words.getFirst().equals("nameserver")) {
          upstream(host, words.get(1)).ifPresent(found::add);
        }
      }
    } catch (IOException noSuchFile) {
      throw unresolved(directive, to);
    }
    if (found.isEmpty()) {
      throw directive.refusal("no nameservers found");
    }
    return found;
  }

  /** What is neither an address nor a file is a name, which has to be one that DNS can have. */
  private static CorefileException unresolved(Directive directive, String name) {
    boolean possible = name.matches("[\\w.-]*[A-Za-z_-][\\w.-]*");
    return directive.refusal(
        possible
            ? "the name of an upstream is not modelled here: " + name
            : "failed to resolve \"" + name + "\": lookup " + name + ": no such host");
  }

  private static Optional<Upstream> upstream(Host host, String text) {
    String[] parts = text.split(":", 2);
    try {
      return Optional.of(
          new Upstream(
              host,
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
    if (mostAtOnce > 0 && atOnce >= mostAtOnce) {
      throw new ServerFailure(Rcode.REFUSED, "concurrent queries exceeded maximum " + mostAtOnce);
    }
    atOnce++;
    try {
      Message answer = ask(query);
      return nextOn.contains(answer.getRcode()) && next != END ? next.answer(query) : answer;
    } finally {
      atOnce--;
    }
  }

  private Message ask(Query query) throws ServerFailure {
    List<Upstream> order = order();
    int most = mostAttempts.orElse(ATTEMPTS_PER_UPSTREAM * order.size());
    long end = host.process().loop().nanoTime() + PATIENCE.toNanos();
    String failure = "no healthy proxies";
    int attempts = 0;
    int failOvers = 0;
    for (int i = 0; host.process().loop().nanoTime() < end && (most == 0 || attempts < most); i++) {
      Upstream upstream = order.get(i % order.size());
      if (upstream.isDown(mostFails)) {
        if (order.stream().anyMatch(each -> !each.isDown(mostFails))) {
          continue;
        }
        if (failsFast) {
          break;
        }
        upstream = order.get(host.process().loop().random().nextInt(order.size()));
      }
      Exchange exchange = ask(upstream, query);
      if (!exchange.isPresent()) {
        failure = exchange.failure();
        attempts++;
        if (mostFails > 0) {
          upstream.probe(probes);
        }
        continue;
      }
      Message answer = exchange.reply().orElseThrow();
      answer.getHeader().setID(query.message().getHeader().getID());
      if (!failOverOn.contains(answer.getRcode()) || ++failOvers >= order.size()) {
        return answer;
      }
    }
    throw new ServerFailure(Rcode.SERVFAIL, failure);
  }

  private Exchange ask(Upstream upstream, Query query) {
    Message question = query.message().clone();
    question.getHeader().setID(host.process().loop().random().nextInt(0x10000));
    return upstream.ask(question);
  }

  private List<Upstream> order() {
    List<Upstream> order = new ArrayList<>(upstreams);
    switch (policy) {
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
