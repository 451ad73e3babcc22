package dev.cnilab.cluster.image.coredns.kubernetes;

import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.connection.ReflectorLog;
import dev.cnilab.cluster.image.coredns.chain.ClientQuery;
import dev.cnilab.cluster.image.coredns.chain.Handler;
import dev.cnilab.cluster.image.coredns.chain.PluginHost;
import dev.cnilab.cluster.image.coredns.chain.Records;
import dev.cnilab.cluster.image.coredns.chain.ServerFailure;
import dev.cnilab.cluster.image.coredns.chain.Zones;
import dev.cnilab.cluster.image.coredns.corefile.CorefileException;
import dev.cnilab.cluster.image.coredns.corefile.Directive;
import dev.cnilab.cluster.log.GoDuration;
import dev.cnilab.cluster.log.GoText;
import dev.cnilab.cluster.object.LabelSelector;
import dev.cnilab.cluster.object.ResourceTypes;
import java.io.IOException;
import java.time.Duration;
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

  /** Settings of connections to the API server, of which there is one here that has no limits. */
  private static final Set<String> INERT =
      Set.of("zonal", "apiserver_qps", "apiserver_burst", "apiserver_max_inflight");

  private static final Set<String> NOT_MODELLED =
      Set.of("endpoint", "tls", "kubeconfig", "multicluster");

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

  public static Handler setUp(Directive directive, PluginHost host, Handler next)
      throws CorefileException {
    Zones zones = Zones.of(directive.arguments(), host.zones());
    KubernetesNames rules = KubernetesNames.DEFAULT;
    Optional<Zones> fallThrough = Optional.empty();
    FollowedObjects scope = FollowedObjects.DEFAULT;
    long ttl = TTL;
    for (Directive.Property property : directive.properties()) {
      List<String> words = property.arguments();
      switch (property.name()) {
        case "pods" -> rules = rules.withPods(pods(directive, property));
        case "endpoint_pod_names" -> rules = rules.withPodNames();
        case "namespaces" -> rules = rules.withNamespaces(words);
        case "fallthrough" -> fallThrough = Optional.of(Zones.of(words, List.of(".")));
        case "ttl" -> ttl = ttl(directive, property);
        case "labels" -> scope = scope.withLabels(selector(directive, property, "label"));
        case "namespace_labels" ->
            scope = scope.withNamespaceLabels(selector(directive, property, "namespace_label"));
        case "noendpoints" -> scope = scope.without(ResourceTypes.ENDPOINT_SLICES);
        case "ignore" -> rules = withoutIgnored(directive, property, rules);
        case "startup_timeout" -> scope = scope.withPatience(patience(directive, property));
        default -> {
          if (NOT_MODELLED.contains(property.name())) {
            throw directive.error(property.line(), property.name() + " is not modelled here");
          } else if (!INERT.contains(property.name())) {
            throw directive.error(property.line(), "unknown property '" + property.name() + "'");
          }
        }
      }
    }
    if (rules.pods() == KubernetesNames.Pods.VERIFIED) {
      scope = scope.with(ResourceTypes.PODS);
    }
    ClusterState state = new ClusterState(host, client(directive, host), scope);
    ClusterNames names = new ClusterNames(state, zones, rules, host.lookup(), ttl);
    host.onStart(state::connect);
    host.onStop(state::close);
    host.readyWhen("kubernetes", state::isSynced);
    return new KubernetesPlugin(next, zones, state, names, fallThrough, ttl);
  }

  private static ApiClient client(Directive directive, PluginHost host) throws CorefileException {
    try {
      return host.clients().inCluster(host.process(), new ReflectorLog(new ClientLog(host)));
    } catch (IOException incomplete) {
      throw directive.refusal(String.valueOf(incomplete.getMessage()));
    }
  }

  /** A selector of labels, which may have spaces. */
  private static String selector(Directive directive, Directive.Property property, String kind)
      throws CorefileException {
    String text = String.join(" ", property.arguments());
    if (text.isEmpty()) {
      throw directive.wrongArguments(property.line(), property.name());
    }
    try {
      LabelSelector.parse(text);
      return text;
    } catch (IllegalArgumentException malformed) {
      throw directive.refusal(
          "unable to parse %s selector value: '%s': couldn't parse the selector string %s: %s"
              .formatted(kind, text, GoText.quote(text), malformed.getMessage()));
    }
  }

  private static KubernetesNames withoutIgnored(
      Directive directive, Directive.Property property, KubernetesNames rules)
      throws CorefileException {
    if (property.arguments().isEmpty()) {
      return rules;
    }
    String what = property.arguments().getFirst();
    if (!what.equals("empty_service")) {
      throw directive.refusal("unable to parse ignore value: '" + what + "'");
    }
    return rules.withoutEmptyServices();
  }

  private static Duration patience(Directive directive, Directive.Property property)
      throws CorefileException {
    if (property.arguments().isEmpty()) {
      throw directive.wrongArguments(property.line(), "startup_timeout");
    }
    String text = property.arguments().getFirst();
    return GoDuration.parse(text)
        .orElseThrow(
            () ->
                directive.refusal(
                    "failed to parse startup_timeout: %s, %s"
                        .formatted(text, GoDuration.complaint(text).orElse(""))));
  }

  private static KubernetesNames.Pods pods(Directive directive, Directive.Property property)
      throws CorefileException {
    if (property.arguments().size() != 1) {
      throw directive.wrongArguments(property.line(), "pods");
    }
    return switch (property.arguments().getFirst()) {
      case "disabled" -> KubernetesNames.Pods.DISABLED;
      case "insecure" -> KubernetesNames.Pods.INSECURE;
      case "verified" -> KubernetesNames.Pods.VERIFIED;
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
  public Message answer(ClientQuery query) throws ServerFailure {
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

  private Message nothing(ClientQuery query, String zone, int rcode) {
    Message reply = query.authoritative();
    reply.getHeader().setRcode(rcode);
    reply.addRecord(authority(Records.name(zone)), Section.AUTHORITY);
    return reply;
  }

  private SOARecord authority(Name zone) {
    return ClusterNames.authority(zone, Math.min(ttl, MOST_SOA_TTL), state.serial(), ttl);
  }
}
