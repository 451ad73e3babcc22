package dev.cnilab.cluster.image.proxy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.WatchEvent;
import dev.cnilab.cluster.image.proxy.config.KubeProxyConfiguration;
import dev.cnilab.cluster.image.proxy.config.Masquerading;
import dev.cnilab.cluster.image.proxy.config.ProxyMode;
import dev.cnilab.cluster.image.proxy.iptables.IptablesProxier;
import dev.cnilab.cluster.image.proxy.nftables.NftablesProxier;
import dev.cnilab.cluster.image.proxy.service.Proxier;
import dev.cnilab.cluster.image.proxy.service.ServiceMap;
import dev.cnilab.cluster.iptables.Canary;
import dev.cnilab.cluster.log.Klog;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.KubernetesRelease;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.cluster.record.EventRecorder;
import dev.cnilab.cluster.record.EventType;
import dev.cnilab.cluster.record.ObjectReference;
import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.iptables.Iptables;
import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.userland.hardware.Hardware;
import dev.cnilab.userland.process.Process;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** One run of kube-proxy: from its node in the API to rules that follow Services. */
final class ProxyServer implements AutoCloseable {
  private static final String NO_MODE =
      "No kube-proxy mode specified: defaulting to 'iptables'. Note that in Kubernetes 1.40 the"
          + " default mode will switch to 'nftables'. If you wish to continue using 'iptables'"
          + " mode, you must explicitly specify 'mode: iptables' in the kube-proxy config file, or"
          + " '--proxy-mode iptables' on the kube-proxy command line.";
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(30);

  private final EventLoop loop;
  private final Process process;
  private final ApiClient client;
  private final KubeProxyConfiguration configuration;
  private final Klog log;
  private final EventRecorder events;
  private final ProxyHealth health;
  private final ServiceHealth serviceHealth;
  private final ServiceMap services;
  private final ServiceRanges ranges = new ServiceRanges();
  private final List<AutoCloseable> running = new ArrayList<>();
  private boolean closed;

  ProxyServer(ApiClient client, Process process, KubeProxyConfiguration configuration, Klog log) {
    this.loop = process.loop();
    this.process = process;
    this.client = client;
    this.configuration = configuration;
    this.log = log;
    this.services = new ServiceMap(configuration.node());
    this.events =
        new EventRecorder(
            client, process.machine().clock(), "kube-proxy", "kube-proxy-" + configuration.node());
    this.health = new ProxyHealth(process.machine().clock());
    this.serviceHealth = new ServiceHealth(process, log, configuration.node(), health::isHealthy);
    running.add(serviceHealth);
  }

  /** In a task, which is interrupted when the process ends. */
  void start() {
    if (closed) {
      return;
    }
    OwnNode own = new OwnNode(loop, client, configuration.node(), log);
    running.add(own);
    own.awaitSynced();
    Optional<KubeObject> node = own.awaitAddressed();
    List<String> addresses =
        List.of(node.map(each -> each.text("/status/addresses/0/address")).orElse("127.0.0.1"));
    if (node.isPresent()) {
      log.info("server.go:228", "Successfully retrieved NodeIPs", "NodeIPs", array(addresses));
    }
    configuration.conntrack().apply(process.network().sysctl(), Hardware.CORES, log);
    new ConfigWarnings(log).on(configuration);
    log.info("server.go:265", "kube-proxy running in dual-stack mode", "primary ipFamily", "IPv4");
    String range = node.map(each -> each.text("/spec/podCIDR")).orElse("");
    Proxier proxier = proxier(addresses, configuration.masquerading(range));
    log.info("server.go:530", "Version info", "version", KubernetesRelease.VERSION);
    logSettings();
    events.event(reference(), EventType.NORMAL, "Starting", "");
    StatusPages pages = new StatusPages(process, configuration, log);
    if (!pages.serveHealth(health) || !pages.serveMode()) {
      process.end(1);
      return;
    }
    SyncRunner runner = new SyncRunner(loop, proxier, services, health, serviceHealth);
    running.add(runner);
    if (configuration.mode() == ProxyMode.IPTABLES) {
      for (Iptables tables : List.of(process.network().iptables(), process.network().ip6tables())) {
        running.add(
            new Canary(loop, tables, IptablesProxier.CANARY, BETWEEN_LOOKS, runner::startOver));
      }
    }
    ConfigControllers controllers = new ConfigControllers(loop, client, log);
    running.add(controllers);
    controllers.follow(
        new ConfigControllers.Controller("service config", "config.go:200"),
        ResourceTypes.SERVICES,
        then(services::onService, runner));
    controllers.follow(
        new ConfigControllers.Controller("endpoint slice config", "config.go:106"),
        ResourceTypes.ENDPOINT_SLICES,
        then(services::onSlice, runner));
    controllers.follow(
        new ConfigControllers.Controller("serviceCIDR config", "config.go:403"),
        ResourceTypes.SERVICE_CIDRS,
        then(event -> proxier.onServiceRanges(ranges.after(event)), runner));
    controllers.logListed(new ConfigControllers.Controller("node config", "config.go:309"));
    health.follow(own::isEligible);
  }

  /** The settings of Go's run-time that its environment has. */
  private void logSettings() {
    List<Object> fields = new ArrayList<>();
    for (String name : List.of("GOGC", "GOMAXPROCS", "GOTRACEBACK")) {
      fields.add(name);
      fields.add(process.environment().getOrDefault(name, ""));
    }
    log.info("server.go:532", "Golang settings", fields.toArray());
  }

  private static Consumer<WatchEvent> then(Consumer<WatchEvent> taker, SyncRunner runner) {
    return event -> {
      taker.accept(event);
      runner.syncSoon();
    };
  }

  /** The proxier of the chosen mode; rules that another one has left behind are removed. */
  private Proxier proxier(List<String> addresses, Masquerading masquerading) {
    NetworkNamespace network = process.network();
    Optional<Ipv4Address> address =
        addresses.stream().filter(each -> !each.contains(":")).map(Ipv4Address::parse).findFirst();
    Proxier iptables =
        new IptablesProxier(network, configuration.nodePorts(), masquerading, address, log);
    Proxier nftables = new NftablesProxier(network, configuration, masquerading, address, log);
    if (configuration.mode() == ProxyMode.NFTABLES) {
      log.info("server_linux.go:231", "Using nftables Proxier");
      iptables.cleanUp();
      return nftables;
    }
    if (configuration.hasDefaultMode()) {
      log.error("server_linux.go:141", NO_MODE);
      events.event(reference(), EventType.WARNING, "KubeProxyDefaultMode", NO_MODE);
    }
    log.info("server_linux.go:144", "Using iptables Proxier");
    nftables.cleanUp();
    if (configuration.nodePorts().atLocalhost()) {
      routeLocalhost(network);
    }
    return iptables;
  }

  private void routeLocalhost(NetworkNamespace network) {
    network.sysctl().set("net.ipv4.conf.all.route_localnet", "1");
    log.info(
        "proxier.go:231",
        "Setting route_localnet=1 to allow node-ports on localhost; to change this either disable"
            + " iptables.localhostNodePorts (--iptables-localhost-nodeports) or set"
            + " nodePortAddresses (--nodeport-addresses) to filter loopback addresses",
        "ipFamily",
        "IPv4");
  }

  private ObjectReference reference() {
    return ObjectReference.node(configuration.node());
  }

  private static JsonNode array(List<String> texts) {
    ArrayNode array = Json.array();
    texts.forEach(array::add);
    return array;
  }

  @Override
  public void close() {
    closed = true;
    for (AutoCloseable each : running) {
      try {
        each.close();
      } catch (Exception impossible) {
        throw new IllegalStateException("closing does not throw", impossible);
      }
    }
  }
}
