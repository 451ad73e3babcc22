package dev.cnilab.cluster.image.proxy.iptables;

import dev.cnilab.cluster.image.proxy.config.Masquerading;
import dev.cnilab.cluster.image.proxy.service.EndpointChoice;
import dev.cnilab.cluster.image.proxy.service.ServiceEndpoint;
import dev.cnilab.cluster.image.proxy.service.ServicePort;
import dev.cnilab.cluster.image.proxy.service.ServicePort.Policy;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.conntrack.tuple.Translation;
import dev.cnilab.netsim.iptables.Table;
import dev.cnilab.netsim.iptables.Target;
import dev.cnilab.netsim.iptables.match.Match;
import dev.cnilab.netsim.iptables.match.PacketMatch;
import dev.cnilab.netsim.iptables.match.RateMatch;
import dev.cnilab.netsim.iptables.match.RecentSources;
import dev.cnilab.netsim.kernel.ErrnoException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The chains in table nat for one port of a Service. */
final class ServiceChains {
  static final String MARK_MASQ = "KUBE-MARK-MASQ";

  /** An endpoint's own chain with its two rules. */
  private static final int RULES_OF_ENDPOINT = 3;

  /** At most that many rules lead to one of the addresses of a port from outside. */
  private static final int RULES_OF_ADDRESS = 3;

  /** The maximum number of a port's other rules and chains. */
  private static final int RULES_OF_PORT = 3;

  /** The maximum number of those that are there for traffic from outside. */
  private static final int RULES_FOR_OUTSIDE = 17;

  private final Table nat;
  private final Masquerading masquerading;
  private final Optional<Ipv4Address> node;
  private final Map<String, RecentSources> clients = new HashMap<>();
  private final List<PlacedRule> rules = new ArrayList<>();

  /**
   * The chains of a node.
   *
   * @param node its own address; empty if unknown
   */
  ServiceChains(Table nat, Masquerading masquerading, Optional<Ipv4Address> node) {
    this.nat = nat;
    this.masquerading = masquerading;
    this.node = node;
  }

  /**
   * The maximum number of rules and chains of a port, including those that lead to its chains. Two
   * rules choose an endpoint whose clients stay with it, otherwise one.
   */
  long most(ServicePort port, EndpointChoice choice) {
    int choosing = port.affinity().isPositive() ? 2 : 1;
    int outside = port.isExternallyAccessible() ? RULES_FOR_OUTSIDE : 0;
    return RULES_OF_PORT
        + outside
        + port.allowed(node).size()
        + (long) RULES_OF_ADDRESS * (port.externalIps().size() + port.loadBalancerIps().size())
        + (long) RULES_OF_ENDPOINT * choice.reachable().size()
        + (long) choosing * (choice.cluster().size() + choice.local().size());
  }

  /** How many rules and chains there are of the chains with these names. */
  long present(Collection<String> names) {
    return names.stream()
        .mapToLong(name -> nat.chain(name).map(chain -> 1 + chain.weight()).orElse(0L))
        .sum();
  }

  /** The names of the chains that a port needs. */
  static Set<String> names(ServicePort port, EndpointChoice choice) {
    Set<String> names = new LinkedHashSet<>();
    for (Policy policy : Policy.values()) {
      if (!choice.of(policy).isEmpty()) {
        names.add(port.chain(policy));
      }
    }
    if (choice.any() && port.isExternallyAccessible()) {
      names.add(port.externalChain());
    }
    if (choice.any() && port.usesFirewall()) {
      names.add(port.firewallChain());
    }
    choice.reachable().forEach(endpoint -> names.add(port.chain(endpoint)));
    return names;
  }

  /**
   * Rewrites all of them.
   *
   * @return their names
   * @throws ErrnoException ENOMEM if there is no memory for them; all rules are then as before
   */
  Set<String> write(ServicePort port, EndpointChoice choice, EndpointComments comments) {
    Set<String> names = names(port, choice);
    rules.clear();
    if (choice.serves(port.internalPolicy())) {
      masqueradeForeigners(port);
    }
    if (choice.any() && port.isExternallyAccessible()) {
      external(port, choice);
    }
    if (choice.any() && port.usesFirewall()) {
      firewall(port);
    }
    for (Policy policy : Policy.values()) {
      if (!choice.of(policy).isEmpty()) {
        choose(port, port.chain(policy), choice.of(policy), comments);
      }
    }
    choice.reachable().forEach(endpoint -> lead(port, endpoint, comments));
    PlacedRule.rewrite(nat, names.stream().map(nat::ensureChain).toList(), rules);
    return names;
  }

  /** Replies to clients other than pods must come back through this node. */
  private void masqueradeForeigners(ServicePort port) {
    masquerading
        .matches(Matches.portal(port, port.clusterIp(), port + " cluster IP"))
        .ifPresent(matches -> add(port.chain(port.internalPolicy()), matches, jump(MARK_MASQ)));
  }

  private void external(ServicePort port, EndpointChoice choice) {
    String chain = port.externalChain();
    if (port.externalPolicy() == Policy.CLUSTER) {
      add(
          chain,
          List.of(Matches.comment("masquerade traffic for " + port + " external destinations")),
          jump(MARK_MASQ));
    } else {
      fromInside(port, chain, choice);
    }
    if (choice.serves(port.externalPolicy())) {
      add(chain, List.of(), jump(port.chain(port.externalPolicy())));
    }
  }

  /**
   * A packet that reaches the end of the chain keeps its destination, and KUBE-PROXY-FIREWALL drops
   * it.
   */
  private void firewall(ServicePort port) {
    String chain = port.firewallChain();
    Match balancer = Matches.comment(port + " loadbalancer IP");
    for (Ipv4Prefix source : port.allowed(node)) {
      add(chain, List.of(new PacketMatch.Source(source), balancer), jump(port.externalChain()));
    }
    add(
        chain,
        List.of(
            Matches.comment(
                "other traffic to " + port + " will be dropped by KUBE-PROXY-FIREWALL")),
        new Target.Nothing());
  }

  /** The policy Local does not apply to pods and the node itself, which are not external. */
  private void fromInside(ServicePort port, String chain, EndpointChoice choice) {
    if (choice.cluster().isEmpty()) {
      return;
    }
    String all = port.chain(Policy.CLUSTER);
    Match fromHost = Matches.local(Translation.SOURCE);
    masquerading
        .local()
        .match()
        .ifPresent(
            ownPods ->
                add(
                    chain,
                    List.of(
                        ownPods,
                        Matches.comment("pod traffic for " + port + " external destinations")),
                    jump(all)));
    add(
        chain,
        List.of(
            Matches.comment("masquerade LOCAL traffic for " + port + " external destinations"),
            fromHost),
        jump(MARK_MASQ));
    add(
        chain,
        List.of(
            Matches.comment("route LOCAL traffic for " + port + " external destinations"),
            fromHost),
        jump(all));
  }

  private void choose(
      ServicePort port, String chain, List<ServiceEndpoint> endpoints, EndpointComments comments) {
    if (port.affinity().isPositive()) {
      int seconds = Math.toIntExact(port.affinity().toSeconds());
      for (ServiceEndpoint endpoint : endpoints) {
        String own = port.chain(endpoint);
        List<Match> matches = new ArrayList<>(comments.of(port + " -> " + endpoint));
        matches.add(new RateMatch.Remembered(clients(own), seconds));
        add(chain, matches, jump(own));
      }
    }
    for (int i = 0; i < endpoints.size(); i++) {
      List<Match> matches = new ArrayList<>(comments.of(port + " -> " + endpoints.get(i)));
      if (i < endpoints.size() - 1) {
        matches.add(RateMatch.Random.of(probability(endpoints.size() - i)));
      }
      add(chain, matches, jump(port.chain(endpoints.get(i))));
    }
  }

  /** One of that many, with ten decimal places. */
  private static double probability(int remaining) {
    return Double.parseDouble(String.format(Locale.ROOT, "%.10f", 1.0 / remaining));
  }

  private void lead(ServicePort port, ServiceEndpoint endpoint, EndpointComments comments) {
    String chain = port.chain(endpoint);
    List<Match> comment = comments.of(port.toString());
    List<Match> hairpin = new ArrayList<>(comment);
    hairpin.addFirst(new PacketMatch.Source(Ipv4Prefix.of(endpoint.address())));
    add(chain, hairpin, jump(MARK_MASQ));
    List<Match> matches = new ArrayList<>(comment);
    matches.addFirst(Matches.protocol(port));
    if (port.affinity().isPositive()) {
      matches.add(new RateMatch.Remembering(clients(chain)));
    }
    matches.add(new Match.Loaded(port.protocol()));
    add(
        chain,
        matches,
        new Target.DestinationNat(endpoint.address(), Optional.of(endpoint.port())));
  }

  private RecentSources clients(String chain) {
    return clients.computeIfAbsent(chain, RecentSources::new);
  }

  private Target jump(String chain) {
    return PlacedRule.jump(nat, chain);
  }

  private void add(String chain, List<Match> matches, Target target) {
    rules.add(new PlacedRule(nat, chain, matches, target));
  }
}
