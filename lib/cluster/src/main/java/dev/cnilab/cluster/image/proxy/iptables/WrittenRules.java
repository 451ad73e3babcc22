package dev.cnilab.cluster.image.proxy.iptables;

import dev.cnilab.cluster.image.proxy.service.ProxiedPort;
import dev.cnilab.cluster.image.proxy.service.ProxiedService;
import dev.cnilab.cluster.image.proxy.service.StaleFlows;
import dev.cnilab.netsim.iptables.Chain;
import dev.cnilab.netsim.iptables.Table;
import dev.cnilab.netsim.kernel.ErrnoException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The rules of all Services on a node: what has been written of them, and how many there are. */
final class WrittenRules {
  /** With more endpoints, rules get shorter ({@code largeClusterEndpointsThreshold}). */
  private static final int MANY_ENDPOINTS = 1000;

  /** {@code iptables.syncPeriod}: how often unused chains are deleted where there are many. */
  private static final Duration SYNC_PERIOD = Duration.ofSeconds(30);

  private static final Pattern OWN = Pattern.compile("KUBE-(SVC|SVL|EXT|FW|SEP)-.*");

  private final Table nat;
  private final CommonChains common;
  private final ServiceChains chains;
  private final StaleFlows flows;
  private final Map<String, List<WrittenPort>> written = new TreeMap<>();
  private final Map<String, Size> sizes = new HashMap<>();
  private long endpoints;
  private long leftover;
  private Instant cleaned = Instant.EPOCH;
  private boolean flowsChanged;

  /** None yet. */
  WrittenRules(Table nat, CommonChains common, ServiceChains chains, StaleFlows flows) {
    this.nat = nat;
    this.common = common;
    this.chains = chains;
    this.flows = flows;
  }

  /**
   * The size of a Service.
   *
   * @param most how many rules and chains it needs at most
   */
  private record Size(int endpoints, long most) {}

  /** Takes note of how much a Service needs. */
  void measure(String key, ProxiedService service) {
    Size before = sizes.remove(key);
    endpoints -= before == null ? 0 : before.endpoints();
    if (!service.ports().isEmpty()) {
      long most =
          service.ports().stream().mapToLong(each -> chains.most(each.port(), each.choice())).sum();
      sizes.put(key, new Size(service.endpoints(), most));
      endpoints += service.endpoints();
    }
  }

  /** Whether there are more than a thousand endpoints, whose rules get no comments. */
  boolean areMany() {
    return endpoints > MANY_ENDPOINTS;
  }

  /**
   * Checks that there is memory for the rules of these Services in the place of those that are
   * there.
   *
   * @throws ErrnoException ENOMEM if there is not
   */
  void requireRoom(Collection<String> keys) {
    nat.requireRoom(keys.stream().mapToLong(key -> most(key) - present(key)).sum() - leftover);
  }

  private long most(String key) {
    Size size = sizes.get(key);
    return size == null ? 0 : size.most();
  }

  private long present(String key) {
    return written.getOrDefault(key, List.of()).stream()
        .mapToLong(port -> chains.present(port.chains()) + port.portals().size())
        .sum();
  }

  /** The Services of which somebody has deleted a chain. */
  Set<String> damaged() {
    Set<String> damaged = new HashSet<>();
    written.forEach(
        (key, ports) -> {
          if (!ports.stream().allMatch(WrittenPort::isWhole)) {
            damaged.add(key);
          }
        });
    return damaged;
  }

  /**
   * Forgets what has been written, so that everything is written again. What is there, perhaps from
   * a process before this one, will be replaced.
   */
  void forget() {
    written.clear();
    List<String> own =
        nat.chains().stream().map(Chain::name).filter(OWN.asMatchPredicate()).toList();
    leftover = common.weight() + chains.present(own);
    flowsChanged = true;
  }

  /**
   * Writes the chains of a Service's ports that have changed.
   *
   * @throws ErrnoException ENOMEM if there is no memory for them
   */
  void write(String key, ProxiedService service) {
    List<WrittenPort> before = written.getOrDefault(key, List.of());
    List<WrittenPort> after = new ArrayList<>();
    for (ProxiedPort port : service.ports()) {
      after.add(
          before.stream()
              .filter(each -> each.isFor(port))
              .findFirst()
              .orElseGet(() -> write(port)));
    }
    flowsChanged |=
        before.stream().anyMatch(each -> !after.contains(each) && hasFlows(each.port()));
    if (after.isEmpty()) {
      written.remove(key);
    } else {
      written.put(key, after);
    }
  }

  private WrittenPort write(ProxiedPort port) {
    flowsChanged |= hasFlows(port);
    EndpointComments comments = areMany() ? EndpointComments.LEFT_OUT : EndpointComments.WRITTEN;
    Set<String> names = chains.write(port.port(), port.choice(), comments);
    return new WrittenPort(port, names, common.portals(port));
  }

  /** UDP has no end, so its flows to endpoints that are gone have to be found. */
  private static boolean hasFlows(ProxiedPort port) {
    return port.port().protocol().equals("udp");
  }

  /**
   * Leads packets to all chains that have been written, and deletes others; where there are many,
   * only from time to time.
   *
   * @throws ErrnoException ENOMEM if there is no memory for the rules
   */
  void publish(Instant now) {
    common.write(ports().stream().flatMap(port -> port.portals().stream()).toList());
    leftover = 0;
    if (!areMany() || now.isAfter(cleaned.plus(SYNC_PERIOD))) {
      Set<String> names = new HashSet<>();
      ports().forEach(port -> names.addAll(port.chains()));
      deleteOthers(names);
      cleaned = now;
    }
    if (flowsChanged) {
      flows.forget(ports().stream().map(WrittenPort::port).toList());
      flowsChanged = false;
    }
  }

  private List<WrittenPort> ports() {
    return written.values().stream().flatMap(List::stream).toList();
  }

  /** Deletes the chains of Services except those with these names. */
  void deleteOthers(Set<String> names) {
    nat.removeChains(name -> !names.contains(name) && OWN.matcher(name).matches());
  }
}
