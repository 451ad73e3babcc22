package dev.cnilab.cluster.image.cilium;

import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.client.Informer;
import dev.cnilab.cluster.client.connection.ApiClients;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Program;
import dev.cnilab.userland.process.Signal;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * {@code cilium-operator-generic}: defines the types, gives each node a range of the pool, and lets
 * pods onto a node only while the agent there is ready.
 */
public final class CiliumOperator implements Program {
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final ApiClients clients;

  public CiliumOperator(ApiClients clients) {
    this.clients = clients;
  }

  @Override
  public int run(Process process) {
    process.signals().handle(Signal.TERM, () -> process.end(0));
    CiliumLog log = new CiliumLog(process);
    try {
      operate(clients.inCluster(process), process, log);
      return 0;
    } catch (IOException | ApiException fatal) {
      log.error(String.valueOf(fatal.getMessage()));
      return 1;
    }
  }

  /** Of which nodes get parts with this prefix length: read when the operator starts. */
  private record Ranges(Ipv4Prefix pool, int bits) {}

  private static void operate(ApiClient client, Process process, CiliumLog log) throws IOException {
    CiliumConfig config = new CiliumConfig(process.files());
    config.requireSupported();
    Ranges ranges = new Ranges(config.pool(), config.nodeMaskBits());
    define(client);
    log.info("Waiting until all Cilium CRDs are available");
    Optional<CiliumNodes> nodes = CiliumNodes.find(client);
    while (nodes.isEmpty()) {
      process.loop().sleep(LOOK);
      nodes = CiliumNodes.find(client);
    }
    log.info("Initializing IPAM");
    CiliumNodes known = nodes.get();
    Informer cidrs =
        Informer.of(client, known.type())
            .onChange(event -> tryToAssign(client, known, event.object(), ranges, log));
    NodeReadiness readiness = new NodeReadiness(client, process.loop(), log);
    process.onExit(
        status -> {
          cidrs.close();
          readiness.close();
        });
    log.info("Initialization complete");
    while (true) {
      process.loop().sleep(Duration.ofMinutes(1));
    }
  }

  private static void define(ApiClient client) {
    try (InputStream text =
        Objects.requireNonNull(CiliumOperator.class.getResourceAsStream("ciliumnodes.json"))) {
      client.create(
          ResourceTypes.CUSTOM_RESOURCE_DEFINITIONS,
          KubeObject.parse(new String(text.readAllBytes(), StandardCharsets.UTF_8)));
    } catch (IOException onTheClassPath) {
      throw new UncheckedIOException(onTheClassPath);
    } catch (ApiException alreadyThere) {
      if (!alreadyThere.isAlreadyExists()) {
        throw alreadyThere;
      }
    }
  }

  /** A failure is retried when the next node changes, which happens all the time. */
  private static void tryToAssign(
      ApiClient client, CiliumNodes nodes, KubeObject changed, Ranges ranges, CiliumLog log) {
    try {
      assign(client, nodes, changed, ranges, log);
    } catch (ApiException refused) {
      log.error("Unable to update CiliumNode resource: " + refused.getMessage());
    }
  }

  /** Gives a node without a range the first free one. */
  private static void assign(
      ApiClient client, CiliumNodes nodes, KubeObject changed, Ranges ranges, CiliumLog log) {
    List<KubeObject> all = client.list(nodes.type());
    boolean lacks =
        all.stream()
            .anyMatch(
                node -> node.name().equals(changed.name()) && CiliumNodes.podCidr(node).isEmpty());
    if (!lacks) {
      return;
    }
    Set<Ipv4Prefix> taken = new HashSet<>();
    all.forEach(node -> CiliumNodes.podCidr(node).ifPresent(taken::add));
    Ipv4Prefix pool = ranges.pool();
    int bits = ranges.bits();
    Ipv4Prefix part = new Ipv4Prefix(pool.address(), bits);
    while (pool.contains(part) && taken.contains(part)) {
      part = new Ipv4Prefix(part.address().plus(1 << (32 - bits)), bits);
    }
    if (pool.contains(part)) {
      nodes.assign(changed.name(), part);
    } else {
      log.error("Unable to allocate podCIDR for node " + changed.name() + ": no more CIDRs");
    }
  }
}
