package dev.cnilab.cluster.image.flannel;

import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.connection.ApiClients;
import dev.cnilab.cluster.image.http.HttpResponse;
import dev.cnilab.cluster.image.http.HttpServer;
import dev.cnilab.cluster.log.GoText;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.address.MacAddress;
import dev.cnilab.netsim.errno.ErrnoException;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Program;
import dev.cnilab.userland.process.Signal;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * {@code flanneld} with the kube subnet manager and the VXLAN backend. It leaves everything behind
 * when it ends: links, routes, rules and files.
 */
public final class Flanneld implements Program {
  private static final String NO_SUBNET = "no subnet found for key: %s in file: %s";
  private static final String SUBNET_FILE = "/run/flannel/subnet.env";
  private static final int HEALTH_PORT = 8081;
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final int LOOKS_PER_RESYNC = 5;

  private final ApiClients clients;
  private final Vteps vteps = new Vteps();

  public Flanneld(ApiClients clients) {
    this.clients = clients;
  }

  @Override
  public int run(Process process) {
    FlannelLog log = FlannelLog.of(process);
    try {
      new Run(clients, vteps, process, log).run();
      return 0;
    } catch (FlanneldExit exit) {
      log.error(exit.place(), exit.getMessage());
      return 1;
    }
  }

  /** One life of the process. */
  private static final class Run {
    private final ApiClients clients;
    private final Vteps vteps;
    private final Process process;
    private final FlannelLog log;
    private final TrafficRules rules;
    private boolean ready;

    Run(ApiClients clients, Vteps vteps, Process process, FlannelLog log) {
      this.clients = clients;
      this.vteps = vteps;
      this.process = process;
      this.log = log;
      this.rules = new TrafficRules(process.network());
    }

    void run() throws FlanneldExit {
      log.info("main.go:229", "CLI flags config: " + new FlannelFlags(process.arguments()));
      log.warning(
          "client_config.go:667",
          "Neither --kubeconfig nor --master was specified.  Using the inClusterConfig.  This might"
              + " not work.");
      ApiClient client = connect();
      SubnetManager manager = SubnetManager.create(client, process);
      log.info("kube.go:139", "Waiting 10m0s for node controller to sync");
      log.info("kube.go:537", "Starting kube subnet manager");
      Leases leases = new Leases(client, vteps, log);
      process.loop().sleep(LOOK);
      log.info("kube.go:163", "Node controller sync successful");
      log.info(
          "main.go:255",
          "Created subnet manager: Kubernetes Subnet Manager - " + manager.nodeName());
      log.info("main.go:258", "Installing signal handlers");
      process.onSignal(Signal.TERM, this::shutDown);
      serveHealth();
      NetConf config = manager.config();
      log.info("main.go:540", "Found network config - Backend type: " + config.backendType());
      if (!config.backendType().equals("vxlan")) {
        throw new FlanneldExit(
            "main.go:377", "Error fetching backend: unknown backend type: " + config.backendType());
      }
      logAnnotations("kube.go:743", manager);
      ExternalInterface external = ExternalInterface.find(process, log);
      Link underlay = external.link();
      Overlay overlay = registerNetwork(manager, underlay, external.address());
      Ipv4Prefix subnet = manager.acquireLease(external.publicIp(), overlay.mac());
      overlay.configure(subnet);
      leases.see(manager.node());
      setUpRules(config, subnet);
      writeSubnetFile(config, subnet, overlay.mtu());
      log.info("main.go:488", "Running backend.");
      log.info("vxlan_network.go:68", "watching for new subnet leases");
      log.info("vxlan_network.go:126", "starting vxlan device watcher");
      LeaseWatch others = new LeaseWatch(client, manager.nodeName(), leases, overlay, log);
      process.onExit(status -> others.close());
      manager.completeLease(process);
      log.info("main.go:509", "Waiting for all goroutines to exit");
      watch(config, subnet, underlay, overlay);
    }

    /** With the account of its pod, by the Service's address. */
    private ApiClient connect() throws FlanneldExit {
      try {
        return clients.inCluster(process);
      } catch (IOException incomplete) {
        throw new FlanneldExit(
            "main.go:251",
            "Failed to create SubnetManager: unable to initialize inclusterconfig: "
                + incomplete.getMessage());
      }
    }

    private void serveHealth() throws FlanneldExit {
      log.info("main.go:554", "Start healthz server on 0.0.0.0:" + HEALTH_PORT);
      try {
        HttpServer.listen(
            process,
            HEALTH_PORT,
            "",
            request ->
                request.path().equals("/readyz") && !ready
                    ? new HttpResponse(
                        503,
                        "Service Unavailable",
                        "text/plain; charset=utf-8",
                        "flanneld is not ready yet")
                    : HttpResponse.ok("text/plain; charset=utf-8", "flanneld is running"));
      } catch (ErrnoException taken) {
        throw new FlanneldExit(
            "main.go:589",
            "Start healthz server error. listen tcp 0.0.0.0:8081: bind: address already in use");
      }
    }

    private void logAnnotations(String place, SubnetManager manager) {
      StringBuilder text = new StringBuilder("map[string]string{");
      new TreeMap<>(manager.node().annotations())
          .forEach(
              (name, value) ->
                  text.append(text.toString().endsWith("{") ? "" : ", ")
                      .append(GoText.quote(name))
                      .append(':')
                      .append(GoText.quote(value)));
      log.info(place, "List of node(%s) annotations: %s}".formatted(manager.nodeName(), text));
    }

    private Overlay registerNetwork(SubnetManager manager, Link underlay, Ipv4Address address)
        throws FlanneldExit {
      NetConf config = manager.config();
      log.info(
          "vxlan.go:128",
          "VXLAN config: VNI=%d Port=%d GBP=false Learning=false DirectRouting=false"
              .formatted(config.vni(), config.port()));
      logAnnotations("kube.go:710", manager);
      var mac = manager.storedMac();
      mac.ifPresent(
          stored ->
              log.info(
                  "vxlan.go:160",
                  "Interface flannel.%d mac address set to: %s".formatted(config.vni(), stored)));
      try {
        return Overlay.create(process.network(), config, underlay, address, mac);
      } catch (ErrnoException refused) {
        throw new FlanneldExit(
            "main.go:384",
            "Error registering network: failed to create vxlan device: "
                + refused.errno().text().toLowerCase(Locale.ROOT));
      }
    }

    private void setUpRules(NetConf config, Ipv4Prefix subnet) {
      log.info("main.go:392", "Cleaning-up unused traffic manager rules");
      log.info("nftables.go:280", "Cleaning-up nftables rules...");
      log.info("iptables.go:50", "Starting flannel in iptables mode...");
      compareWithLastRun(config.network(), subnet);
      if (process.arguments().contains("--ip-masq")) {
        log.info("iptables.go:111", "Setting up masking rules");
        rules.ensureMasquerade(config.network(), subnet);
        log.info("iptables.go:358", "bootstrap done");
      }
      log.info("iptables.go:212", "Changing default FORWARD chain policy to ACCEPT");
      rules.ensureForward(config.network());
      log.info("iptables.go:358", "bootstrap done");
    }

    /** Tells what the file of the last run says, of whose rules there are none left here. */
    private void compareWithLastRun(Ipv4Prefix network, Ipv4Prefix subnet) {
      Map<String, Ipv4Prefix> last = new HashMap<>();
      for (String key : List.of("FLANNEL_NETWORK", "FLANNEL_SUBNET")) {
        Optional<Ipv4Prefix> found = lastRun(key);
        if (found.isEmpty()) {
          log.warning("main.go:610", NO_SUBNET.formatted(key, SUBNET_FILE));
        }
        last.put(key, found.orElse(Ipv4Prefix.DEFAULT));
      }
      for (String key : List.of("FLANNEL_IPV6_NETWORK", "FLANNEL_IPV6_SUBNET")) {
        log.warning("main.go:646", NO_SUBNET.formatted(key, SUBNET_FILE));
      }
      Ipv4Prefix lastNetwork = last.get("FLANNEL_NETWORK");
      Ipv4Prefix lastSubnet = last.get("FLANNEL_SUBNET");
      if (!network.equals(lastNetwork) || !subnet.equals(lastSubnet)) {
        log.info(
            "iptables.go:101",
            "Current network or subnet (%s, %s) is not equal to previous one (%s, %s), trying to recycle old iptables rules"
                .formatted(network, subnet, lastNetwork, lastSubnet));
      }
    }

    private Optional<Ipv4Prefix> lastRun(String key) {
      try {
        return process
            .files()
            .readText(SUBNET_FILE)
            .lines()
            .filter(line -> line.startsWith(key + "="))
            .map(line -> Ipv4Prefix.parse(line.substring(key.length() + 1)).network())
            .findFirst();
      } catch (IOException | IllegalArgumentException none) {
        return Optional.empty();
      }
    }

    private void writeSubnetFile(NetConf config, Ipv4Prefix subnet, int mtu) {
      String text =
          "FLANNEL_NETWORK=%s\nFLANNEL_SUBNET=%s/%d\nFLANNEL_MTU=%d\nFLANNEL_IPMASQ=%s\n"
              .formatted(
                  config.network(),
                  subnet.address().plus(1),
                  subnet.length(),
                  mtu,
                  process.arguments().contains("--ip-masq"));
      try {
        process.files().createDirectories("/run/flannel");
        process.files().write(SUBNET_FILE, text);
        log.info("main.go:481", "Wrote subnet file to " + SUBNET_FILE);
        ready = true;
        log.info("main.go:484", "flannel is ready");
      } catch (IOException refused) {
        log.warning("main.go:479", "Failed to write subnet file: " + refused.getMessage());
      }
    }

    /** Puts back rules that were removed, and the link; but not what led to the other nodes. */
    private void watch(NetConf config, Ipv4Prefix subnet, Link underlay, Overlay overlay) {
      var mac = overlay.mac();
      for (int looks = 1; ; looks++) {
        process.loop().sleep(LOOK);
        if (overlay.isMissing()) {
          recreate(subnet, underlay, overlay, mac);
        }
        if (looks % LOOKS_PER_RESYNC == 0) {
          if (process.arguments().contains("--ip-masq")) {
            rules.ensureMasquerade(config.network(), subnet);
          }
          rules.ensureForward(config.network());
        }
      }
    }

    private void recreate(Ipv4Prefix subnet, Link underlay, Overlay overlay, MacAddress mac) {
      log.info("vxlan_network.go:143", "Interface " + overlay.name() + " deleted");
      log.info("vxlan_network.go:102", "vxlan device missing, attempting to recreate...");
      if (underlay.addresses().isEmpty()) {
        log.warning(
            "vxlan_network.go:196",
            "no IPv4 addresses found for interface " + underlay.name() + ", retrying");
        return;
      }
      log.info("vxlan.go:160", "Interface " + overlay.name() + " mac address set to: " + mac);
      overlay.recreate(underlay, underlay.addresses().getFirst().address(), mac, subnet);
      log.info(
          "vxlan_network.go:238", "VXLAN device " + overlay.name() + " recreated successfully");
    }

    private void shutDown() {
      log.info("main.go:524", "shutdownHandler sent cancel signal...");
      log.info("vxlan_network.go:134", "stopping vxlan device watcher");
      log.info("main.go:512", "Exiting cleanly...");
      process.end(0);
    }
  }
}
