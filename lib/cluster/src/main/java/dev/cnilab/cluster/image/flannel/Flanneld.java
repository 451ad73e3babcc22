package dev.cnilab.cluster.image.flannel;

import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.connection.ApiClients;
import dev.cnilab.cluster.gonet.GoNet;
import dev.cnilab.cluster.image.flannel.backend.Backend;
import dev.cnilab.cluster.image.flannel.backend.Backends;
import dev.cnilab.cluster.image.flannel.backend.ExternalInterface;
import dev.cnilab.cluster.image.flannel.backend.LeaseWatch;
import dev.cnilab.cluster.image.flannel.subnet.FlanneldExit;
import dev.cnilab.cluster.image.flannel.subnet.FlanneldLog;
import dev.cnilab.cluster.image.flannel.subnet.LeaseReader;
import dev.cnilab.cluster.image.flannel.subnet.Leases;
import dev.cnilab.cluster.image.flannel.subnet.NetConf;
import dev.cnilab.cluster.image.flannel.subnet.SubnetManager;
import dev.cnilab.cluster.image.http.HttpRequest;
import dev.cnilab.cluster.image.http.HttpResponse;
import dev.cnilab.cluster.image.http.HttpServer;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.iptables.Target;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Program;
import dev.cnilab.userland.process.Signal;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * {@code flanneld} with the kube subnet manager. It leaves everything behind when it ends: links,
 * routes, rules and files.
 */
public final class Flanneld implements Program {
  private static final int MINUTES_OF_A_DAY = 24 * 60;
  private static final Duration LONGEST_SYNC = Duration.ofMinutes(10);
  private static final Duration LOOK = Duration.ofSeconds(1);

  /**
   * About how long a real server takes to write the node; in the meantime the first leases arrive.
   */
  private static final Duration REPORT = Duration.ofMillis(9);

  /** A round of iptables takes so long, even if no pause between two of them is wanted. */
  private static final Duration ROUND = Duration.ofMillis(50);

  private final ApiClients clients;
  private final LeaseReader reader = new LeaseReader();

  public Flanneld(ApiClients clients) {
    this.clients = clients;
  }

  @Override
  public int run(Process process) {
    FlanneldFlags flags;
    FlanneldLog log = FlanneldLog.of(process);
    try {
      flags = FlanneldFlags.parse(process.arguments());
      if (!flags.isSet("version")) {
        flags
            .addEnvironment(process.environment())
            .ifPresent(
                why -> log.error("main.go:225", "Failed to set flag FLANNELD from env" + why));
      }
    } catch (IllegalArgumentException unreadable) {
      if (!String.valueOf(unreadable.getMessage()).isEmpty()) {
        process.err().println(String.valueOf(unreadable.getMessage()));
      }
      process.err().println("Usage: " + process.arguments().getFirst() + " [OPTION]...");
      return 0; // its usage function ends it so, whatever was wrong
    }
    if (flags.isSet("version")) {
      process.err().println("v0.28.10");
      return 0;
    }
    try {
      new Run(clients, reader, process, flags, log).run();
      return 0;
    } catch (FlanneldExit exit) {
      log.error(exit.place(), exit.getMessage());
      return 1;
    }
  }

  /** One run of the process. */
  private static final class Run {
    private final ApiClients clients;
    private final LeaseReader reader;
    private final Process process;
    private final FlanneldFlags flags;
    private final FlanneldLog log;
    private final TrafficRules rules;
    private boolean ready;

    Run(
        ApiClients clients,
        LeaseReader reader,
        Process process,
        FlanneldFlags flags,
        FlanneldLog log) {
      this.clients = clients;
      this.reader = reader;
      this.process = process;
      this.flags = flags;
      this.log = log;
      this.rules =
          new TrafficRules(
              process.network(),
              new Target.Masquerade(!flags.isSet("ip-masq-fully-random-disable")));
    }

    void run() throws FlanneldExit {
      log.info("main.go:229", "CLI flags config: " + flags);
      int margin = flags.number("subnet-lease-renew-margin");
      if (margin <= 0 || margin >= MINUTES_OF_A_DAY) {
        throw new FlanneldExit(
            "main.go:233", "Invalid subnet-lease-renew-margin option, out of acceptable range");
      }
      if (!flags.isSet("kube-subnet-mgr")) {
        throw new FlanneldExit(
            "main.go:251",
            "Failed to create SubnetManager: there is no etcd here to keep subnets in;"
                + " start flanneld with --kube-subnet-mgr");
      }
      log.warning(
          "client_config.go:667",
          "Neither --kubeconfig nor --master was specified.  Using the inClusterConfig.  This might"
              + " not work.");
      ApiClient client = connect();
      SubnetManager manager = SubnetManager.create(client, process, flags.value("net-config-path"));
      Leases leases = syncedLeases(client);
      log.info(
          "main.go:255",
          "Created subnet manager: Kubernetes Subnet Manager - " + manager.nodeName());
      log.info("main.go:258", "Installing signal handlers");
      process.signals().handle(Signal.TERM, this::shutDown);
      serveHealth();
      NetConf config = manager.config();
      log.info("main.go:540", "Found network config - Backend type: " + config.backendType());
      if (!config.enableIpv4()) {
        throw new FlanneldExit("main.go:284", "none defined stack");
      }
      Optional<String> annotated =
          manager.readAnnotations("kube.go:743", log).flatMap(SubnetManager::publicIp);
      String publicIp = annotated.orElse(flags.value("public-ip"));
      ExternalInterface external = InterfaceMatch.find(process, flags, publicIp, log);
      Backend backend = Backends.register(manager, process.network(), external, log);
      manager.node().ifPresent(leases::see);
      SubnetFile file = new SubnetFile(process, flags.value("subnet-file"), log);
      setUpRules(file, config, backend.subnet());
      writeSubnetFile(file, config, backend);
      log.info("main.go:488", "Running backend.");
      process.signals().handle(Signal.TERM, () -> shutDown(backend));
      backend.run(process);
      LeaseWatch others = new LeaseWatch(client, manager.nodeName(), leases, backend, log);
      process.onExit(status -> others.close());
      if (flags.isSet("set-node-network-unavailable")) {
        manager.completeLease(process, log);
        process.loop().sleep(REPORT);
      }
      log.info("main.go:509", "Waiting for all goroutines to exit");
      restoreRules(config, backend.subnet());
    }

    /** Connects with the account of its pod, through the Service's address. */
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

    /** Checks every second whether all nodes have been listed. */
    private Leases syncedLeases(ApiClient client) throws FlanneldExit {
      log.info("kube.go:139", "Waiting 10m0s for node controller to sync");
      log.info("kube.go:537", "Starting kube subnet manager");
      Leases leases = new Leases(reader, log);
      Instant giveUp = process.loop().now().plus(LONGEST_SYNC);
      boolean synced = leases.sync(client);
      process.loop().sleep(LOOK);
      while (!synced && !leases.sync(client)) {
        process.loop().sleep(LOOK);
        if (process.loop().now().isAfter(giveUp)) {
          throw new FlanneldExit(
              "main.go:251",
              "Failed to create SubnetManager: error waiting for nodeController to sync state:"
                  + " context deadline exceeded");
        }
      }
      log.info("kube.go:163", "Node controller sync successful");
      return leases;
    }

    private void serveHealth() throws FlanneldExit {
      int port = flags.number("healthz-port");
      if (port <= 0) {
        return;
      }
      String place = flags.value("healthz-ip") + ":" + port;
      log.info("main.go:554", "Start healthz server on " + place);
      Ipv4Address address =
          Ipv4Address.read(flags.value("healthz-ip"))
              .orElseThrow(
                  () ->
                      unhealthy(
                          "listen tcp: lookup " + flags.value("healthz-ip") + ": no such host"));
      try {
        HttpServer.listen(process, address, port, "", this::health);
      } catch (ErrnoException taken) {
        throw unhealthy(GoNet.listen(place, taken));
      }
    }

    private static FlanneldExit unhealthy(String why) {
      return new FlanneldExit("main.go:587", "Start healthz server error. " + why);
    }

    private HttpResponse health(HttpRequest request) {
      String type = "text/plain; charset=utf-8";
      return switch (request.path()) {
        case "/healthz" -> HttpResponse.ok(type, "flanneld is running");
        case "/readyz" ->
            ready
                ? HttpResponse.ok(type, "flanneld is ready")
                : new HttpResponse(503, "Service Unavailable", type, "flanneld is not ready yet");
        default -> HttpResponse.notFound();
      };
    }

    private void setUpRules(SubnetFile file, NetConf config, Ipv4Prefix subnet) {
      log.info("main.go:392", "Cleaning-up unused traffic manager rules");
      log.info("nftables.go:280", "Cleaning-up nftables rules...");
      rules.deleteNftables();
      log.info("iptables.go:50", "Starting flannel in iptables mode...");
      if (file.differs(config.network(), subnet)) {
        rules.recycleMasquerade();
      }
      if (flags.isSet("ip-masq")) {
        log.info("iptables.go:111", "Setting up masking rules");
        rules.ensureMasquerade(config.network(), subnet);
        log.info("iptables.go:358", "bootstrap done");
      }
      if (flags.isSet("iptables-forward-rules")) {
        log.info("iptables.go:212", "Changing default FORWARD chain policy to ACCEPT");
        rules.ensureForward(config.network());
        log.info("iptables.go:358", "bootstrap done");
      }
    }

    private void writeSubnetFile(SubnetFile file, NetConf config, Backend backend) {
      ready = file.write(config.network(), backend.subnet(), backend.mtu(), flags.isSet("ip-masq"));
      if (ready) {
        log.info("main.go:484", "flannel is ready");
      }
    }

    /** Restores rules that were removed, as long as the process runs. */
    private void restoreRules(NetConf config, Ipv4Prefix subnet) {
      Duration pause = Duration.ofSeconds(Math.max(0, flags.number("iptables-resync")));
      while (true) {
        process.loop().sleep(pause.isZero() ? ROUND : pause);
        resync(config, subnet);
      }
    }

    private void resync(NetConf config, Ipv4Prefix subnet) {
      if (flags.isSet("ip-masq")) {
        rules.ensureMasquerade(config.network(), subnet);
      }
      if (flags.isSet("iptables-forward-rules")) {
        rules.ensureForward(config.network());
      }
    }

    private void shutDown() {
      log.info("main.go:524", "shutdownHandler sent cancel signal...");
      log.info("main.go:512", "Exiting cleanly...");
      process.end(0);
    }

    private void shutDown(Backend backend) {
      log.info("main.go:524", "shutdownHandler sent cancel signal...");
      backend.stop();
      log.info("main.go:512", "Exiting cleanly...");
      process.end(0);
    }
  }
}
