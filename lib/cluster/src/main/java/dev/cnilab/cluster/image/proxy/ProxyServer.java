package dev.cnilab.cluster.image.proxy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.WatchEvent;
import dev.cnilab.cluster.image.http.HttpRequest;
import dev.cnilab.cluster.image.http.HttpResponse;
import dev.cnilab.cluster.image.http.HttpServer;
import dev.cnilab.cluster.image.proxy.config.BindAddress;
import dev.cnilab.cluster.image.proxy.config.Masquerading;
import dev.cnilab.cluster.image.proxy.config.ProxyConfiguration;
import dev.cnilab.cluster.image.proxy.config.ProxyMode;
import dev.cnilab.cluster.image.proxy.iptables.IptablesProxier;
import dev.cnilab.cluster.image.proxy.nftables.NftablesProxier;
import dev.cnilab.cluster.image.proxy.service.Proxier;
import dev.cnilab.cluster.image.proxy.service.ServiceMap;
import dev.cnilab.cluster.iptables.Canary;
import dev.cnilab.cluster.log.GoNet;
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
import dev.cnilab.netsim.errno.ErrnoException;
import dev.cnilab.netsim.iptables.Iptables;
import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.netsim.loop.Timer;
import dev.cnilab.userland.hardware.Hardware;
import dev.cnilab.userland.process.Process;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One run of kube-proxy: follows the API and has the rules written, at most once a second. */
final class ProxyServer implements AutoCloseable {
  private static final Duration BETWEEN_SYNCS = Duration.ofSeconds(1);
  private static final Duration UNTIL_RETRY = Duration.ofSeconds(30);

  /**
   * The longest time between two full syncs, even without changes ({@code FullSyncPeriod} of
   * pkg/proxy/util).
   */
  private static final Duration UNTIL_FULL_SYNC = Duration.ofHours(1);

  private static final String NO_MODE =
      "No kube-proxy mode specified: defaulting to 'iptables'. Note that in Kubernetes 1.40 the"
          + " default mode will switch to 'nftables'. If you wish to continue using 'iptables'"
          + " mode, you must explicitly specify 'mode: iptables' in the kube-proxy config file, or"
          + " '--proxy-mode iptables' on the kube-proxy command line.";
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(30);

  private final EventLoop loop;
  private final Process process;
  private final ApiClient client;
  private final ProxyConfiguration configuration;
  private final Klog log;
  private final EventRecorder events;
  private final ProxyHealth health;
  private final ServiceHealth serviceHealth;
  private final ServiceMap services = new ServiceMap();
  private final ServiceRanges ranges = new ServiceRanges();
  private final List<AutoCloseable> running = new ArrayList<>();
  private @Nullable Proxier proxier;
  private Instant nextSync;
  private Instant lastFullSync = Instant.EPOCH;
  private @Nullable Timer nextAnyhow;
  private boolean pending;
  private boolean closed;

  ProxyServer(ApiClient client, Process process, ProxyConfiguration configuration, Klog log) {
    this.loop = process.loop();
    this.process = process;
    this.client = client;
    this.configuration = configuration;
    this.log = log;
    this.events =
        new EventRecorder(
            client, process.machine().clock(), "kube-proxy", "kube-proxy-" + configuration.node());
    this.health = new ProxyHealth(process.machine().clock());
    this.serviceHealth = new ServiceHealth(process, log, configuration.node(), health::isHealthy);
    running.add(serviceHealth);
    this.nextSync = loop.now();
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
    new Advice(log).on(configuration);
    log.info("server.go:265", "kube-proxy running in dual-stack mode", "primary ipFamily", "IPv4");
    String range = node.map(each -> each.text("/spec/podCIDR")).orElse("");
    proxier = proxier(addresses, configuration.masquerading(range));
    log.info("server.go:530", "Version info", "version", KubernetesRelease.VERSION);
    logSettings();
    events.event(reference(), EventType.NORMAL, "Starting", "");
    if (!serveHealth() || !serveMode()) {
      process.end(1);
      return;
    }
    if (configuration.mode() == ProxyMode.IPTABLES) {
      for (Iptables tables : List.of(process.network().iptables(), process.network().ip6tables())) {
        running.add(
            new Canary(loop, tables, IptablesProxier.CANARY, BETWEEN_LOOKS, this::startOver));
      }
    }
    ConfigControllers controllers = new ConfigControllers(loop, client, log);
    running.add(controllers);
    controllers.follow(
        new ConfigControllers.Controller("service config", "config.go:200"),
        ResourceTypes.SERVICES,
        then(services::onService));
    controllers.follow(
        new ConfigControllers.Controller("endpoint slice config", "config.go:106"),
        ResourceTypes.ENDPOINT_SLICES,
        then(services::onSlice));
    controllers.follow(
        new ConfigControllers.Controller("serviceCIDR config", "config.go:403"),
        ResourceTypes.SERVICE_CIDRS,
        then(event -> chosen().onServiceRanges(ranges.after(event))));
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

  private Consumer<WatchEvent> then(Consumer<WatchEvent> taker) {
    return event -> {
      taker.accept(event);
      syncSoon();
    };
  }

  /** The proxier of the chosen mode; rules that another one has left behind are removed. */
  private Proxier proxier(List<String> addresses, Masquerading masquerading) {
    NetworkNamespace network = process.network();
    Optional<Ipv4Address> address =
        addresses.stream().filter(each -> !each.contains(":")).map(Ipv4Address::parse).findFirst();
    Proxier iptables =
        new IptablesProxier(network, configuration.nodePorts(), masquerading, address);
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

  /** Whether it goes on, which it may even if it cannot listen. */
  private boolean serveHealth() {
    BindAddress at = configuration.health();
    try {
      HttpServer.listen(process, at.address(), at.port(), "", health::answer);
      return true;
    } catch (ErrnoException taken) {
      String why =
          "failed to start proxy healthz on " + at + ": " + GoNet.listen(at.toString(), taken);
      log.failure("server.go:446", why, "Healthz server failed");
      return goesOn("healthz server failed: " + why);
    }
  }

  /** As {@link #serveHealth}. Metrics are not counted here, so they are answered with 404. */
  private boolean serveMode() {
    BindAddress at = configuration.metrics();
    try {
      HttpServer.listen(process, at.address(), at.port(), "", this::mode);
      return true;
    } catch (ErrnoException taken) {
      String why = GoNet.listen(at.toString(), taken);
      log.failure(
          "server.go:500", why, "starting metrics server failed", "logger", "UnhandledError");
      return goesOn(why);
    }
  }

  /** With {@code bindAddressHardFail}, it ends where it cannot listen. */
  private boolean goesOn(String why) {
    boolean hard = configuration.document().path("bindAddressHardFail").asBoolean(false);
    if (hard) {
      log.failure("server.go:137", why, "Error running ProxyServer");
    }
    return !hard;
  }

  private HttpResponse mode(HttpRequest request) {
    return switch (request.path()) {
      case "/healthz" -> HttpResponse.ok("text/plain; charset=utf-8", "ok");
      case "/proxyMode" ->
          HttpResponse.ok("text/plain; charset=utf-8", configuration.mode().toString());
      default -> HttpResponse.notFound();
    };
  }

  private void startOver() {
    chosen().forget();
    syncSoon();
  }

  /** At once, if the last sync is long enough ago; changes until then are combined. */
  private void syncSoon() {
    health.queued();
    if (!pending) {
      pending = true;
      Duration wait = Duration.between(loop.now(), nextSync);
      loop.schedule(wait.isNegative() ? Duration.ZERO : wait, this::sync);
    }
  }

  private void sync() {
    pending = false;
    if (closed) {
      return;
    }
    Instant now = loop.now();
    nextSync = now.plus(BETWEEN_SYNCS);
    syncAnyhow();
    boolean full = now.isAfter(lastFullSync.plus(UNTIL_FULL_SYNC));
    if (full) {
      chosen().forget();
    }
    if (chosen().sync(services.ports(configuration.node()))) {
      health.updated();
      lastFullSync = full ? now : lastFullSync;
      serviceHealth.sync(services.healthChecks(configuration.node()));
    } else {
      loop.schedule(UNTIL_RETRY, this::syncSoon);
    }
  }

  /** The rules are synced even while nothing changes ({@code BoundedFrequencyRunner}). */
  private void syncAnyhow() {
    if (nextAnyhow != null) {
      nextAnyhow.cancel();
    }
    nextAnyhow = loop.schedule(UNTIL_FULL_SYNC, this::sync);
  }

  private Proxier chosen() {
    return Objects.requireNonNull(proxier, "nothing is synced before start()");
  }

  @Override
  public void close() {
    closed = true;
    if (nextAnyhow != null) {
      nextAnyhow.cancel();
    }
    for (AutoCloseable each : running) {
      try {
        each.close();
      } catch (Exception impossible) {
        throw new IllegalStateException("closing does not throw", impossible);
      }
    }
  }
}
