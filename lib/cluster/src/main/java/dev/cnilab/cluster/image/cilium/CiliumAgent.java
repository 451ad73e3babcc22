package dev.cnilab.cluster.image.cilium;

import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.client.Informer;
import dev.cnilab.cluster.client.WatchEvent;
import dev.cnilab.cluster.client.connection.ApiClients;
import dev.cnilab.cluster.image.cilium.datapath.CiliumServices;
import dev.cnilab.cluster.image.cilium.datapath.HostLinks;
import dev.cnilab.cluster.image.cilium.datapath.HostRules;
import dev.cnilab.cluster.image.cilium.datapath.Ipcache;
import dev.cnilab.cluster.image.cilium.endpoint.AgentApi;
import dev.cnilab.cluster.image.cilium.endpoint.Endpoints;
import dev.cnilab.cluster.image.cilium.endpoint.NodeAddresses;
import dev.cnilab.cluster.image.http.HttpResponse;
import dev.cnilab.cluster.image.http.HttpServer;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.policy.PolicyWatch;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.route.Route;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Program;
import dev.cnilab.userland.process.Signal;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * {@code cilium-agent}. Its links, routes, programs and CNI configuration stay when it ends; its
 * socket does not.
 */
public final class CiliumAgent implements Program {
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final int HEALTH_PORT = 9879;
  private static final String DELETIONS = "/var/run/cilium/deleteQueue";

  private final ApiClients clients;

  public CiliumAgent(ApiClients clients) {
    this.clients = clients;
  }

  @Override
  public int run(Process process) {
    try {
      new Run(clients.inCluster(process), process).run();
      return 0;
    } catch (IOException | ApiException fatal) {
      new CiliumLog(process).error(String.valueOf(fatal.getMessage()));
      return 1;
    }
  }

  /** A failure with which an agent cannot start; its container is restarted later. */
  private static final class FatalException extends IOException {
    private static final long serialVersionUID = 1L;

    FatalException(String message) {
      super(message);
    }
  }

  /** One run of the process. */
  private static final class Run {
    private final ApiClient client;
    private final Process process;
    private final CiliumLog log;
    private final CiliumConfig config;
    private final String node;
    private final Ipcache ipcache = new Ipcache();
    private boolean ready;

    Run(ApiClient client, Process process) {
      this.client = client;
      this.process = process;
      this.log = new CiliumLog(process);
      this.config = new CiliumConfig(process.files());
      this.node = process.environment().getOrDefault("K8S_NODE_NAME", process.hostname());
    }

    void run() throws IOException {
      process.signals().handle(Signal.TERM, this::shutDown);
      log.info("Cilium 1.18.4 go version go1.24.9 linux/amd64");
      config.requireSupported();
      serveHealth();
      CiliumNodes nodes = awaitNodes();
      Link underlay = underlay();
      Ipv4Address internal = underlay.addresses().getFirst().address();
      nodes.ensure(node, internal);
      NodeAddresses addresses = new NodeAddresses(awaitCidr(nodes), process.loop().random());
      Ipv4Address router = router(addresses);
      Ipv4Address health = addresses.allocate("health").orElseThrow();
      log.info("  Cilium internal IPv4 address: " + router);
      HostLinks links = new HostLinks(process.network(), router, ipcache, underlay.mtu());
      links.ensure();
      links.routeToOwn(addresses.cidr());
      HostRules rules = new HostRules(process.network());
      rules.ensure();
      if (config.isMasquerading()) {
        rules.masquerade(addresses.cidr(), router);
      }
      nodes.announce(node, internal, router, health);
      // Not closed when the agent ends: the programs stay, and so do the maps that they read.
      CiliumServices services = new CiliumServices(client);
      Endpoints endpoints = new Endpoints(process, addresses, services, Set.of(internal, router));
      endpoints.restore();
      PolicyWatch policies =
          new PolicyWatch(process.loop(), client, PolicyWatch.POD_STATUS, endpoints::enforce);
      Informer others =
          Informer.of(client, nodes.type()).onChange(event -> nodeChanged(event, links));
      process.onExit(
          status -> {
            policies.close();
            others.close();
            services.close();
          });
      while (!endpoints.hasPolicies()) {
        process.loop().sleep(Duration.ofMillis(10));
      }
      serve(new AgentApi(addresses, endpoints, router, underlay.mtu(), links.routeMtu()));
      drainDeletions(endpoints);
      Conflist conflist = new Conflist(process, config.isExclusive(), log);
      process.onExit(status -> conflist.close());
      ready = true;
      log.info("Daemon initialization completed");
      while (true) {
        process.loop().sleep(Duration.ofMinutes(1));
      }
    }

    private void serveHealth() {
      HttpServer.listen(
          process,
          Ipv4Address.LOOPBACK,
          HEALTH_PORT,
          "",
          request ->
              ready
                  ? HttpResponse.ok("application/json", "{\"status\":\"ok\"}\n")
                  : new HttpResponse(503, "Service Unavailable", "text/plain", "starting\n"));
    }

    private CiliumNodes awaitNodes() {
      log.info("Waiting until all Cilium CRDs are available");
      while (true) {
        Optional<CiliumNodes> nodes = CiliumNodes.find(client);
        if (nodes.isPresent()) {
          return nodes.get();
        }
        process.loop().sleep(LOOK);
      }
    }

    private Ipv4Prefix awaitCidr(CiliumNodes nodes) {
      log.info("Waiting for IPAM to initialize");
      while (true) {
        Optional<Ipv4Prefix> cidr = nodes.podCidr(node);
        if (cidr.isPresent()) {
          return cidr.get();
        }
        process.loop().sleep(LOOK);
      }
    }

    /** The link to the other nodes: that of the default route. */
    private Link underlay() throws IOException {
      return process.network().routes().list().stream()
          .filter(route -> route.destination().equals(Ipv4Prefix.DEFAULT))
          .map(Route::nextHops)
          .flatMap(List::stream)
          .map(hop -> hop.device())
          .filter(device -> !device.addresses().isEmpty())
          .findFirst()
          .orElseThrow(() -> new FatalException("unable to determine direct routing device"));
    }

    /** The router's address, which stays the same across restarts. */
    private Ipv4Address router(NodeAddresses addresses) {
      Optional<Ipv4Address> before =
          process.network().links().find("cilium_host").stream()
              .flatMap(link -> link.addresses().stream())
              .map(each -> each.local().address())
              .filter(addresses.cidr()::contains)
              .findFirst();
      before.ifPresent(address -> addresses.claim(address, "router"));
      return before.orElseGet(() -> addresses.allocate("router").orElseThrow());
    }

    private void nodeChanged(WatchEvent event, HostLinks links) {
      KubeObject other = event.object();
      Optional<Ipv4Prefix> pods = CiliumNodes.podCidr(other);
      Optional<Ipv4Address> address = CiliumNodes.address(other, "InternalIP");
      if (other.name().equals(node) || pods.isEmpty() || address.isEmpty()) {
        return;
      }
      if (event.type() == WatchEvent.Type.DELETED) {
        ipcache.remove(pods.get());
        links.unroute(pods.get());
      } else {
        ipcache.put(pods.get(), address.get());
        links.route(pods.get());
      }
    }

    private void serve(AgentApi api) throws IOException {
      process.files().createDirectories("/var/run/cilium");
      process.machine().localSockets().bind(process, AgentApi.SOCKET, api::answer);
      log.info("Serving cilium API at unix://" + AgentApi.SOCKET);
    }

    /** Carries out deletions that plugins could not request while no agent ran. */
    private void drainDeletions(Endpoints endpoints) throws IOException {
      process.files().createDirectories(DELETIONS);
      for (String container : process.files().list(DELETIONS)) {
        endpoints.delete(container.replace(".delete", ""));
        process.files().unlink(DELETIONS + "/" + container);
      }
    }

    private void shutDown() {
      try {
        process.files().unlink(AgentApi.SOCKET);
      } catch (FileException notServingYet) {
        // it has ended before it was ready
      }
      process.end(0);
    }
  }
}
