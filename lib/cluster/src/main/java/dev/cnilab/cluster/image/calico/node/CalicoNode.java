package dev.cnilab.cluster.image.calico.node;

import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.client.connection.ApiClients;
import dev.cnilab.cluster.image.calico.bgp.Bird;
import dev.cnilab.cluster.image.calico.bgp.BirdService;
import dev.cnilab.cluster.image.calico.datastore.CalicoLog;
import dev.cnilab.cluster.image.calico.datastore.Datastore;
import dev.cnilab.cluster.image.calico.datastore.InClusterDatastore;
import dev.cnilab.cluster.image.calico.felix.FelixSettings;
import dev.cnilab.cluster.image.calico.ipam.IpamException;
import dev.cnilab.cluster.image.calico.tunnel.CalicoVxlanDevice;
import dev.cnilab.cluster.image.calico.tunnel.TunnelAddress;
import dev.cnilab.cluster.image.calico.tunnel.TunnelDevice;
import dev.cnilab.cluster.image.calico.tunnel.VxlanRoutes;
import dev.cnilab.cluster.image.http.HttpResponse;
import dev.cnilab.cluster.image.http.HttpServer;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Program;
import dev.cnilab.userland.process.Signal;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * The container {@code calico-node}: everything that runit starts in it, as one process. It leaves
 * everything behind when it ends: routes, rules, sets and files.
 */
final class CalicoNode implements Program {
  static final int FELIX_HEALTH = 9099;

  private static final Duration LOOK = Duration.ofSeconds(10);

  /** How soon felix retries to serve its health endpoint (libcalico-go's lib/health). */
  private static final Duration HEALTH_AGAIN = Duration.ofSeconds(1);

  private final ApiClients clients;

  CalicoNode(ApiClients clients) {
    this.clients = clients;
  }

  @Override
  public int run(Process process) {
    CalicoLog log = new CalicoLog(process);
    process.signals().handle(Signal.TERM, () -> process.end(0));
    try {
      CalicoVariables variables = new CalicoVariables(process.environment());
      variables.require();
      String node = variables.node(process.hostname());
      log.info("startup/startup.go 445", "Early log level set to info");
      log.info("startup/utils.go 126", "Using NODENAME environment for node name " + node);
      log.info("startup/utils.go 138", "Determined node name: " + node);
      log.info("startup/startup.go 486", "Checking datastore connection");
      Datastore datastore = new InClusterDatastore(process, clients).await(log);
      live(process, log, datastore, node);
    } catch (IOException | ApiException fatal) {
      log.error("startup/startup.go 158", String.valueOf(fatal.getMessage()));
      process.out().println("Calico node failed to start");
      return 1;
    }
    return process.status();
  }

  private static void live(Process process, CalicoLog log, Datastore datastore, String node)
      throws IOException {
    NodeStartup startup = new NodeStartup(process, datastore, log, node);
    Ipv4Prefix address = startup.run();
    FelixService felix = new FelixService(process, log, datastore, node);
    tunnel(process, log, datastore, node, address, felix.settings());
    process.out().println("Calico node started successfully");
    felix.start();
    if (new CalicoVariables(process.environment()).hasBird()) {
      BirdService bird =
          new BirdService(
              process, () -> new Bird(process, log, datastore, node, address.address()));
      process.onExit(status -> bird.close());
    }
    VxlanRoutes vxlan = new VxlanRoutes(process, datastore, node);
    process.onExit(status -> vxlan.close());
    boolean healthServed = serveHealth(process, log, felix);
    startup.clearNetworkUnavailable();
    while (process.isAlive()) {
      process.loop().sleep(healthServed ? LOOK : HEALTH_AGAIN);
      healthServed = healthServed || serveHealth(process, log, felix);
      felix.followSettings();
      tunnel(process, log, datastore, node, address, felix.settings());
      vxlan.soon();
    }
  }

  /** Sets up the tunnels that the pools need. */
  private static void tunnel(
      Process process,
      CalicoLog log,
      Datastore datastore,
      String node,
      Ipv4Prefix address,
      FelixSettings settings) {
    try {
      Optional<Link> underlay =
          process.network().links().all().stream()
              .filter(link -> link.addresses().stream().anyMatch(a -> a.local().equals(address)))
              .findFirst();
      int fitting =
          TunnelDevice.mtu(underlay.map(link -> link.mtu()).orElse(1500), datastore.pools());
      TunnelAddress.IPIP
          .of(datastore, node)
          .ifPresent(
              own ->
                  new TunnelDevice(process.network()).ensure(settings.mtu("ipip", fitting), own));
      Optional<Ipv4Address> vtep = TunnelAddress.VXLAN.of(datastore, node);
      if (vtep.isPresent() && underlay.isPresent()) {
        new CalicoVxlanDevice(process.network())
            .ensure(
                underlay.get(),
                address.address(),
                settings.mtu("vxlan", fitting),
                vtep.get(),
                node);
        TunnelAddress.tell(
            datastore, node, CalicoVxlanDevice.MAC, CalicoVxlanDevice.mac(node).toString());
      }
    } catch (IpamException exhausted) {
      log.error(
          "tunnel-ip-allocator/allocateip.go 305",
          "Unable to autoassign an address for the tunnel error=" + exhausted.getMessage());
    } catch (ApiException | ErrnoException refused) {
      log.warning("tunnel-ip-allocator/allocateip.go 290", String.valueOf(refused.getMessage()));
    }
  }

  /** Returns whether it is served from now on: another process may have the port. */
  private static boolean serveHealth(Process process, CalicoLog log, FelixService felix) {
    try {
      HttpServer.listen(
          process,
          FELIX_HEALTH,
          "",
          request ->
              request.path().equals("/readiness") && !felix.isReady()
                  ? new HttpResponse(503, "Service Unavailable", "text/plain", "")
                  : new HttpResponse(204, "No Content", "text/plain", ""));
      return true;
    } catch (ErrnoException taken) {
      log.error(
          "felix/health.go 336",
          "Health endpoint failed, trying to restart it... error=listen tcp 127.0.0.1:9099: bind:"
              + " address already in use");
      return false;
    }
  }
}
