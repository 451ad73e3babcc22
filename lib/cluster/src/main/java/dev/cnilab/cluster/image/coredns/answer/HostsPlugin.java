package dev.cnilab.cluster.image.coredns.answer;

import dev.cnilab.cluster.image.coredns.chain.ClientQuery;
import dev.cnilab.cluster.image.coredns.chain.Handler;
import dev.cnilab.cluster.image.coredns.chain.PluginHost;
import dev.cnilab.cluster.image.coredns.chain.Records;
import dev.cnilab.cluster.image.coredns.chain.ServerFailure;
import dev.cnilab.cluster.image.coredns.chain.Zones;
import dev.cnilab.cluster.image.coredns.corefile.CorefileException;
import dev.cnilab.cluster.image.coredns.corefile.Directive;
import dev.cnilab.cluster.log.GoDuration;
import dev.cnilab.netsim.address.Ipv4Address;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** {@code hosts}: the names of a file like /etc/hosts, and of lines in the Corefile. */
public final class HostsPlugin implements Handler {
  private static final long TTL = 3600;
  private static final long LONGEST_TTL = 65535;
  private static final Duration RELOAD = Duration.ofSeconds(5);

  /** A line. */
  private record Line(Ipv4Address address, List<String> names) {}

  private final PluginHost host;
  private final Handler next;
  private final Zones zones;
  private final String path;
  private final List<Line> inline = new ArrayList<>();
  private Optional<Zones> fallThrough = Optional.empty();
  private long ttl = TTL;
  private boolean answersReverse = true;
  private Duration reload = RELOAD;
  private List<Line> ofFile = List.of();
  private Instant readAt = Instant.MIN;

  private HostsPlugin(PluginHost host, Handler next, Zones zones, String path) {
    this.host = host;
    this.next = next;
    this.zones = zones;
    this.path = path;
  }

  private static long ttl(Directive directive, Directive.Property property)
      throws CorefileException {
    if (property.arguments().isEmpty()) {
      throw directive.error(property.line(), "ttl needs a time in second");
    }
    String text = property.arguments().getFirst();
    if (!text.matches("[-+]?\\d{1,9}")) {
      throw directive.error(property.line(), "ttl needs a number of second");
    }
    long ttl = Long.parseLong(text);
    if (ttl <= 0 || ttl > LONGEST_TTL) {
      throw directive.error(property.line(), "ttl provided is invalid");
    }
    return ttl;
  }

  public static Handler setUp(Directive directive, PluginHost host, Handler next)
      throws CorefileException {
    List<String> arguments = directive.arguments();
    String path = arguments.isEmpty() ? "/etc/hosts" : arguments.getFirst();
    List<String> zones = arguments.isEmpty() ? List.of() : arguments.subList(1, arguments.size());
    HostsPlugin hosts = new HostsPlugin(host, next, Zones.of(zones, host.zones()), path);
    for (Directive.Property property : directive.properties()) {
      List<String> words = property.arguments();
      switch (property.name()) {
        case "fallthrough" -> hosts.fallThrough = Optional.of(Zones.of(words, List.of(".")));
        case "ttl" -> hosts.ttl = ttl(directive, property);
        case "no_reverse" -> hosts.answersReverse = false;
        case "reload" -> {
          String interval = String.join(" ", words);
          hosts.reload =
              GoDuration.parse(interval)
                  .filter(each -> !each.isNegative())
                  .orElseThrow(
                      () ->
                          directive.error(
                              property.line(), "invalid duration for reload '" + interval + "'"));
        }
        default -> {
          if (words.isEmpty()) {
            throw directive.error(property.line(), "unknown property '" + property.name() + "'");
          }
          line(property.name(), words).ifPresent(hosts.inline::add);
        }
      }
    }
    return hosts;
  }

  private static Optional<Line> line(String address, List<String> names) {
    try {
      return Optional.of(
          new Line(
              Ipv4Address.parse(address),
              names.stream().map(name -> name.toLowerCase(Locale.ROOT) + ".").toList()));
    } catch (IllegalArgumentException notIpv4) {
      return Optional.empty();
    }
  }

  /** The lines of the Corefile and of the file, which is checked from time to time. */
  private List<Line> lines() {
    Instant now = host.process().loop().now();
    boolean isFirst = readAt.equals(Instant.MIN);
    if (isFirst || (!reload.isZero() && !now.isBefore(readAt.plus(reload)))) {
      ofFile = read();
      readAt = now;
    }
    List<Line> lines = new ArrayList<>(inline);
    lines.addAll(ofFile);
    return lines;
  }

  private List<Line> read() {
    List<Line> lines = new ArrayList<>();
    try {
      for (String text : host.process().files().readText(path).lines().toList()) {
        String[] words = text.replaceFirst("#.*", "").strip().split("\\s+", -1);
        if (words.length > 1) {
          line(words[0], Arrays.asList(words).subList(1, words.length)).ifPresent(lines::add);
        }
      }
    } catch (IOException missing) {
      // The lines of the Corefile are enough.
    }
    return lines;
  }

  @Override
  public Message answer(ClientQuery query) throws ServerFailure {
    if (query.type() == Type.PTR) {
      return reverse(query);
    }
    if (zones.closest(query.text()).isEmpty()) {
      return next.answer(query);
    }
    List<Ipv4Address> addresses =
        lines().stream()
            .filter(line -> line.names().contains(query.text()))
            .map(Line::address)
            .toList();
    if (addresses.isEmpty()) {
      if (fallThrough.isPresent() && fallThrough.get().closest(query.text()).isPresent()) {
        return next.answer(query);
      }
      throw new ServerFailure(Rcode.SERVFAIL, "");
    }
    Message reply = query.authoritative();
    if (query.type() == Type.A) {
      addresses.forEach(
          address -> reply.addRecord(Records.address(query.name(), ttl, address), Section.ANSWER));
    }
    return reply;
  }

  private Message reverse(ClientQuery query) throws ServerFailure {
    Optional<Ipv4Address> address = Records.addressOf(query.text());
    List<String> names =
        lines().stream()
            .filter(line -> Optional.of(line.address()).equals(address))
            .flatMap(line -> line.names().stream())
            .toList();
    if (names.isEmpty() || !answersReverse) {
      return next.answer(query);
    }
    Message reply = query.authoritative();
    names.forEach(
        name -> reply.addRecord(Records.pointer(query.name(), ttl, name), Section.ANSWER));
    return reply;
  }
}
