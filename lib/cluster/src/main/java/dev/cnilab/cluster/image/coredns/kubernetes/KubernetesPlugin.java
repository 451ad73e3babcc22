package dev.cnilab.cluster.image.coredns.kubernetes;

import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.image.coredns.chain.Handler;
import dev.cnilab.cluster.image.coredns.chain.Host;
import dev.cnilab.cluster.image.coredns.chain.Query;
import dev.cnilab.cluster.image.coredns.chain.Records;
import dev.cnilab.cluster.image.coredns.chain.ServerFailure;
import dev.cnilab.cluster.image.coredns.chain.Zones;
import dev.cnilab.cluster.image.coredns.corefile.CorefileException;
import dev.cnilab.cluster.image.coredns.corefile.Directive;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;

/** {@code kubernetes}: the names of Services and pods in the cluster's current state. */
public final class KubernetesPlugin implements Handler {
  private static final long TTL = 5;
  private static final long MOST_SOA_TTL = 300;
  private static final Set<String> SETTINGS =
      Set.of(
          "endpoint",
          "tls",
          "labels",
          "namespace_labels",
          "noendpoints",
          "zonal",
          "kubeconfig",
          "multicluster",
          "startup_timeout",
          "apiserver_qps",
          "apiserver_burst",
          "ignore",
          "apiserver_max_inflight");

  private final Handler next;
  private final Zones zones;
  private final ClusterNames names;
  private final ClusterState state;
  private final Optional<Zones> fallThrough;
  private final long ttl;

  private KubernetesPlugin(
      Handler next,
      Zones zones,
      ClusterState state,
      ClusterNames names,
      Optional<Zones> fallThrough,
      long ttl) {
    this.next = next;
    this.zones = zones;
    this.state = state;
    this.names = names;
    this.fallThrough = fallThrough;
    this.ttl = ttl;
  }

  public static Handler setUp(Directive directive, Host host, Handler next)
      throws CorefileException {
    Zones zones = Zones.of(directive.arguments(), host.zones());
    NameRules rules = NameRules.DEFAULT;
    Optional<Zones> fallThrough = Optional.empty();
    long ttl = TTL;
    for (Directive.Property property : directive.properties()) {
      List<String> words = property.arguments();
      switch (property.name()) {
        case "pods" -> rules = rules.withPods(pods(directive, property));
        case "endpoint_pod_names" -> rules = rules.withPodNames();
        case "namespaces" -> rules = rules.withNamespaces(words);
        case "fallthrough" -> fallThrough = Optional.of(Zones.of(words, List.of(".")));
        case "ttl" -> ttl = ttl(directive, property);
        default -> {
          if (!SETTINGS.contains(property.name())) {
            throw directive.error(property.line(), "unknown property '" + property.name() + "'");
          }
        }
      }
    }
    ClusterState state = new ClusterState(host, client(directive, host), rules);
    ClusterNames names = new ClusterNames(state, zones, rules, host.lookup(), ttl);
    host.onStart(state::connect);
    host.onStop(state::close);
    host.readyWhen("kubernetes", state::isSynced);
    return new KubernetesPlugin(next, zones, state, names, fallThrough, ttl);
  }

  private static ApiClient client(Directive directive, Host host) throws CorefileException {
    try {
      return host.clients().inCluster(host.process());
    } catch (IOException incomplete) {
      throw directive.refusal(String.valueOf(incomplete.getMessage()));
    }
  }

  private static NameRules.Pods pods(Directive directive, Directive.Property property)
      throws CorefileException {
    if (property.arguments().size() != 1) {
      throw directive.wrongArguments(property.line(), "pods");
    }
    return switch (property.arguments().getFirst()) {
      case "disabled" -> NameRules.Pods.DISABLED;
      case "insecure" -> NameRules.Pods.INSECURE;
      case "verified" -> NameRules.Pods.VERIFIED;
      default ->
          throw directive.refusal(
              "wrong value for pods: "
                  + property.arguments().getFirst()
                  + ",  must be one of: disabled, verified, insecure");
    };
  }

  private static long ttl(Directive directive, Directive.Property property)
      throws CorefileException {
    if (property.arguments().isEmpty()) {
      throw directive.wrongArguments(property.line(), "ttl");
    }
    String text = property.arguments().getFirst();
    if (!text.matches("-?\\d{1,9}")) {
      throw directive.refusal("strconv.Atoi: parsing \"" + text + "\": invalid syntax");
    }
    long ttl = Long.parseLong(text);
    if (ttl < 0 || ttl > 3600) {
      throw directive.error(property.line(), "ttl must be in range [0, 3600]: " + ttl);
    }
    return ttl;
  }

  @Override
  public Message answer(Query query) throws ServerFailure {
    Optional<String> zone = zones.closest(query.text());
    if (zone.isEmpty()) {
      return next.answer(query);
    }
    return switch (names.find(query, zone.get())) {
      case ClusterNames.Found found when !found.isEmpty() -> {
        Message reply = query.authoritative();
        found.answer().forEach(record -> reply.addRecord(record, Section.ANSWER));
        found.extra().forEach(record -> reply.addRecord(record, Section.ADDITIONAL));
        yield reply;
      }
      case ClusterNames.Found empty -> nothing(query, zone.get(), Rcode.NOERROR);
      case ClusterNames.NoSuchName unknown -> {
        if (fallThrough.isPresent() && fallThrough.get().closest(query.text()).isPresent()) {
          yield next.answer(query);
        }
        yield nothing(query, zone.get(), state.isSynced() ? Rcode.NXDOMAIN : Rcode.SERVFAIL);
      }
    };
  }

  private Message nothing(Query query, String zone, int rcode) {
    Message reply = query.authoritative();
    reply.getHeader().setRcode(rcode);
    reply.addRecord(authority(Records.name(zone)), Section.AUTHORITY);
    return reply;
  }

  private SOARecord authority(Name zone) {
    return ClusterNames.authority(zone, Math.min(ttl, MOST_SOA_TTL), state.serial(), ttl);
  }
}
