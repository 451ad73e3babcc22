package dev.cnilab.cluster.image.proxy.nftables;

import dev.cnilab.cluster.image.proxy.config.KubeProxyConfiguration;
import dev.cnilab.cluster.image.proxy.config.Masquerading;
import dev.cnilab.cluster.image.proxy.config.NodePortAddresses;
import dev.cnilab.cluster.image.proxy.service.ProxiedPort;
import dev.cnilab.cluster.image.proxy.service.ProxiedService;
import dev.cnilab.cluster.image.proxy.service.Proxier;
import dev.cnilab.cluster.image.proxy.service.ServiceMap;
import dev.cnilab.cluster.image.proxy.service.StaleFlows;
import dev.cnilab.cluster.image.proxy.service.Sync;
import dev.cnilab.cluster.log.Klog;
import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.nftables.NftChain;
import dev.cnilab.netsim.nftables.NftTable;
import dev.cnilab.netsim.nftables.TableFamily;
import dev.cnilab.userland.netfilter.nft.NftScript;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Keeps the table {@code ip kube-proxy} in line with the Services and endpoints by passing
 * transactions to nft (pkg/proxy/nftables).
 */
public final class NftablesProxier implements Proxier {
  private static final String TABLE = "kube-proxy";
  private static final Duration UNTIL_GONE = Duration.ofSeconds(1);

  private final NetworkNamespace node;
  private final KubeProxyConfiguration configuration;
  private final Masquerading masquerading;
  private final Optional<Ipv4Address> nodeAddress;
  private final Klog log;
  private final Supplier<Instant> clock;
  private final StaleFlows flows;
  private final Map<String, ProxiedService> known = new TreeMap<>();
  private final Map<String, ProxiedPort> written = new HashMap<>();
  private final Map<String, Instant> staleChains = new HashMap<>();
  private List<String> serviceRanges = List.of();
  private boolean complete;

  public NftablesProxier(
      NetworkNamespace node,
      KubeProxyConfiguration configuration,
      Masquerading masquerading,
      Optional<Ipv4Address> nodeAddress,
      Klog log) {
    this.node = node;
    this.configuration = configuration;
    this.masquerading = masquerading;
    this.nodeAddress = nodeAddress;
    this.log = log;
    this.clock = node.loop()::now;
    this.flows = new StaleFlows(node.connections());
  }

  @Override
  public void forget() {
    complete = false;
  }

  @Override
  public void onServiceRanges(List<String> ranges) {
    if (!ranges.equals(serviceRanges)) {
      serviceRanges = ranges;
      complete = false;
    }
  }

  private Optional<NftTable> table() {
    return node.nftables().table(TableFamily.IP, TABLE);
  }

  @Override
  public Sync sync(ServiceMap services, Set<String> changed) {
    Iterator<String> unseen = changed.iterator();
    return () -> {
      for (int left = Sync.ENDPOINTS_OF_STEP; left > 0 && unseen.hasNext(); ) {
        left -= look(unseen.next(), services);
      }
      if (unseen.hasNext()) {
        return Sync.Progress.GOES_ON;
      }
      List<ProxiedPort> ports =
          known.values().stream().flatMap(service -> service.ports().stream()).toList();
      return write(ports) ? Sync.Progress.DONE : Sync.Progress.FAILED;
    };
  }

  private int look(String key, ServiceMap services) {
    ProxiedService service = services.service(key);
    if (service.ports().isEmpty()) {
      known.remove(key);
    } else {
      known.put(key, service);
    }
    return 1 + service.endpoints();
  }

  /** Writes what has changed in one transaction; returns whether that succeeded. */
  private boolean write(List<ProxiedPort> ports) {
    deleteStaleChains();
    NftTransaction tx = new NftTransaction("ip");
    boolean full = !complete;
    if (full) {
      NftSetup.of(masquerading.nft(), nodePortAddresses(), serviceRanges).write(tx);
      if (table().isEmpty()) {
        cannotListSets("IPv4");
      }
    }
    NftServices services = new NftServices(configuration.node(), nodeAddress, masquerading.local());
    NftElements elements = new NftElements();
    for (ProxiedPort port : ports) {
      services.note(port, elements);
      if (full || !port.equals(written.get(key(port)))) {
        services.write(port, tx);
      }
    }
    elements.write(tx, table());
    Instant now = clock.get();
    table()
        .ifPresent(
            table -> {
              markStale(table, services.chains(), tx, now);
              table.sets().stream()
                  .map(set -> set.name())
                  .filter(set -> set.startsWith("affinity-"))
                  .filter(set -> !services.affinities().contains(set))
                  .forEach(set -> tx.command("delete set", set));
            });
    if (!run(tx) || (full && !setUpIpv6())) {
      complete = false;
      staleChains.clear();
      return false;
    }
    complete = true;
    written.clear();
    ports.forEach(port -> written.put(key(port), port));
    flows.forget(ports);
    return true;
  }

  private static String key(ProxiedPort port) {
    return port.port() + "/" + port.port().protocol();
  }

  private boolean setUpIpv6() {
    if (node.nftables().table(TableFamily.IP6, TABLE).isEmpty()) {
      cannotListSets("IPv6");
    }
    NftTransaction tx = new NftTransaction("ip6");
    NftSetup.ofIpv6().write(tx);
    return run(tx);
  }

  private void cannotListSets(String family) {
    log.failure(
        "proxier.go:1285",
        "receiveAckAware: netlink receive: no such file or directory",
        "Failed to list existing sets",
        "ipFamily",
        family);
  }

  private Optional<List<String>> nodePortAddresses() {
    NodePortAddresses addresses = configuration.nodePorts();
    return addresses.matchAll()
        ? Optional.empty()
        : Optional.of(
            addresses.of(node, nodeAddress.stream().toList()).stream()
                .map(Ipv4Address::toString)
                .toList());
  }

  /** Unused chains are flushed now, and deleted a second later at the earliest. */
  private void markStale(NftTable table, Set<String> active, NftTransaction tx, Instant now) {
    for (NftChain chain : table.chains()) {
      if (active.contains(chain.name())) {
        staleChains.remove(chain.name());
      } else if (chain.name().contains("/")) {
        tx.command("flush chain", chain.name());
        staleChains.put(chain.name(), now);
      }
    }
  }

  private void deleteStaleChains() {
    NftTransaction tx = new NftTransaction("ip");
    Set<String> deleted = new HashSet<>();
    staleChains.forEach(
        (chain, since) -> {
          if (since.plus(UNTIL_GONE).isBefore(clock.get())) {
            tx.command("delete chain", chain);
            deleted.add(chain);
          }
        });
    if (deleted.isEmpty()) {
      return;
    }
    log.info(
        "proxier.go:1238",
        "Deleting stale nftables chains",
        "ipFamily",
        "IPv4",
        "numChains",
        deleted.size());
    staleChains.keySet().removeAll(deleted);
    if (perform(tx) instanceof NftScript.Outcome.Refused refused) {
      log.failure(
          "proxier.go:1244",
          refused.message(),
          "Unable to delete stale chains; will retry later",
          "ipFamily",
          "IPv4");
      complete = false;
    }
  }

  private NftScript.Outcome perform(NftTransaction tx) {
    return new NftScript(node, "/dev/stdin", tx.toString()).run();
  }

  private boolean run(NftTransaction tx) {
    if (tx.isEmpty()) {
      return true;
    }
    if (perform(tx) instanceof NftScript.Outcome.Refused refused) {
      log.failure("proxier.go:1874", refused.message(), "nftables sync failed", "ipFamily", "IPv4");
      log.info("proxier.go:1211", "Sync failed", "ipFamily", "IPv4", "retryingTime", "30s");
      return false;
    }
    return true;
  }

  @Override
  public void cleanUp() {
    for (TableFamily family : List.of(TableFamily.IP, TableFamily.IP6)) {
      node.nftables()
          .table(family, TABLE)
          .ifPresent(table -> node.nftables().atomically(() -> node.nftables().deleteTable(table)));
    }
  }
}
