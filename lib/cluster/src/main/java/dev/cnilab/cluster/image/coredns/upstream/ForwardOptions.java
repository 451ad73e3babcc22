package dev.cnilab.cluster.image.coredns.upstream;

import dev.cnilab.cluster.image.coredns.chain.Zones;
import dev.cnilab.cluster.image.coredns.corefile.CorefileException;
import dev.cnilab.cluster.image.coredns.corefile.Directive;
import dev.cnilab.cluster.log.GoDuration;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.xbill.DNS.Rcode;

/** The properties of a {@code forward} directive. */
final class ForwardOptions {
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
  enum Policy {
    RANDOM,
    ROUND_ROBIN,
    SEQUENTIAL
  }

  private Zones except = new Zones(List.of());
  private Policy policy = Policy.RANDOM;
  private long mostAtOnce;
  private int mostFails = 2;
  private boolean failsFast;
  private Optional<Integer> mostAttempts = Optional.empty();
  private Duration probes = PROBES;
  private Set<Integer> nextOn = Set.of();
  private Set<Integer> failOverOn = Set.of();

  private ForwardOptions() {}

  /**
   * Reads a directive's block.
   *
   * @throws CorefileException if a property is unknown, wrong, or not modelled
   */
  static ForwardOptions of(Directive directive) throws CorefileException {
    ForwardOptions options = new ForwardOptions();
    for (Directive.Property property : directive.properties()) {
      options.read(directive, property);
    }
    return options;
  }

  private void read(Directive directive, Directive.Property property) throws CorefileException {
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

  /** The zones whose names it leaves to the next plugin. */
  Zones except() {
    return except;
  }

  /** The order in which upstreams are tried. */
  Policy policy() {
    return policy;
  }

  /** The largest number of queries at a time; 0 for no limit. */
  long mostAtOnce() {
    return mostAtOnce;
  }

  /** The failed health checks after which an upstream is down; 0 for never. */
  int mostFails() {
    return mostFails;
  }

  /** Whether a query fails when all upstreams are down. */
  boolean failsFast() {
    return failsFast;
  }

  /** The largest number of attempts for a query, 0 for no limit; empty for the default. */
  Optional<Integer> mostAttempts() {
    return mostAttempts;
  }

  /** The time between two health checks. */
  Duration probes() {
    return probes;
  }

  /** The return codes with which the next plugin is asked. */
  Set<Integer> nextOn() {
    return nextOn;
  }

  /** The return codes with which the next upstream is asked. */
  Set<Integer> failOverOn() {
    return failOverOn;
  }
}
