package dev.cnilab.cluster;

import dev.cnilab.cluster.apiserver.ApiServer;
import dev.cnilab.cluster.apiserver.authorization.User;
import dev.cnilab.cluster.apiserver.kubelet.KubeletService;
import dev.cnilab.cluster.bootstrap.BridgeRoutes;
import dev.cnilab.cluster.bootstrap.Cni;
import dev.cnilab.cluster.bootstrap.Kubeadm;
import dev.cnilab.cluster.bootstrap.NodeIdentity;
import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.connection.ApiClients;
import dev.cnilab.cluster.client.connection.ApiService;
import dev.cnilab.cluster.client.connection.NetworkClients;
import dev.cnilab.cluster.controlplane.IdentityLease;
import dev.cnilab.cluster.controlplane.MaintainedObject;
import dev.cnilab.cluster.image.ImageCatalog;
import dev.cnilab.cluster.labapi.ClusterRequest;
import dev.cnilab.cluster.labapi.Consoles;
import dev.cnilab.cluster.labapi.FurtherClusters;
import dev.cnilab.cluster.labapi.LabExtension;
import dev.cnilab.cluster.labapi.NamespaceFinder;
import dev.cnilab.cluster.labapi.PacketTracing;
import dev.cnilab.cluster.labapi.Resets;
import dev.cnilab.cluster.labapi.StartedCluster;
import dev.cnilab.cluster.line.Handover;
import dev.cnilab.cluster.node.Lan;
import dev.cnilab.cluster.node.Node;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.netsim.Network;
import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.netsim.loop.Pace;
import dev.cnilab.userland.process.Machine;
import dev.cnilab.userland.process.ProgramRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A cluster that runs inside this process. */
public final class Cluster implements AutoCloseable {
  private static final Duration LOOK_FOR_NODE = Duration.ofMillis(50);
  private static final Duration LOOK = Duration.ofSeconds(1);

  private static final Duration LONGEST_BOOT = Duration.ofMinutes(5);

  private final ClusterSpec spec;
  private final long begun = System.nanoTime();
  private final EventLoop loop;
  private final Kubeadm kubeadm;
  private final ApiServer server;
  private final Handover<ApiService> handover = Handover.of(ApiService.class);
  private final Handover<KubeletService> kubelets = Handover.of(KubeletService.class);
  private final ApiClients clients = new NetworkClients(handover);
  private final FurtherClusters furtherClusters = new FurtherClusters(this::another);
  private final Map<String, Node> nodes = new LinkedHashMap<>();
  private @Nullable BridgeRoutes bridges;

  private Cluster(ClusterSpec spec) {
    this.spec = spec;
    loop = new EventLoop(spec.seed(), spec.epoch(), spec.pace());
    server = loop.call(() -> new ApiServer(loop, spec.secrets().source(spec.seed())));
    kubeadm = new Kubeadm(spec.pods(), new ClusterPki(server.authority(), loop::now), loop::now);
    run(() -> server.reach(kubelets));
    run(this::serveLabResources);
  }

  private void serveLabResources() {
    NamespaceFinder places = new NamespaceFinder(client(), this::node);
    server.extend(
        new LabExtension(
            loop,
            new PacketTracing(loop, places),
            new Resets(server.outage(), this::reset),
            new Consoles(name -> node(name).map(Node::machine)),
            furtherClusters));
  }

  /** A cluster with an empty API server and no machines yet. */
  public static Cluster switchedOff(ClusterSpec spec) {
    return new Cluster(spec);
  }

  /** A cluster that is ready; see {@link #boot}. */
  public static Cluster start(ClusterSpec spec) {
    Cluster cluster = switchedOff(spec);
    cluster.bootOrClose();
    return cluster;
  }

  /** Like {@link #boot}; it is closed if it does not become ready. */
  void bootOrClose() {
    try {
      boot();
    } catch (RuntimeException notReady) {
      try {
        close();
      } catch (RuntimeException defect) {
        notReady.addSuppressed(defect);
      }
      throw notReady;
    }
  }

  /**
   * Switches the machines on and lets the clock run ahead until the cluster is ready: every node
   * Ready and every system pod running, or with {@link Cni#NONE} as far as it gets.
   *
   * @throws IllegalStateException if it is not ready after five minutes of its time; the message
   *     names what is missing
   */
  public void boot() {
    boot(node -> {});
  }

  /**
   * The same with machines that were prepared.
   *
   * @param prepare changes a machine's files before it is switched on; on the loop
   */
  public void boot(Consumer<Machine> prepare) {
    run(this::build);
    run(() -> nodes.values().forEach(node -> prepare.accept(node.machine())));
    awaitReady();
    catchUp();
  }

  public EventLoop loop() {
    return loop;
  }

  public ApiServer server() {
    return server;
  }

  /** A client that may do everything. On the loop only. */
  public ApiClient client() {
    return server.client(User.apiServer());
  }

  /** The nodes in order: the control plane first, then the workers. */
  public List<Node> nodes() {
    return List.copyOf(nodes.values());
  }

  public Optional<Node> node(String name) {
    return Optional.ofNullable(nodes.get(name));
  }

  /**
   * Throws everything away, including the clusters started beside it, and starts the cluster again
   * with new machines; blocks until it is ready. Its clock keeps running. Must not run twice at
   * once; clients go through {@link Resets}.
   *
   * @throws IllegalStateException as {@link #boot}; the call may be repeated
   */
  public void reset() {
    furtherClusters.close();
    run(this::powerOff);
    loop.advance(LOOK);
    run(server::clear);
    boot();
  }

  private void run(Runnable action) {
    loop.call(
        () -> {
          action.run();
          return true;
        });
  }

  private void powerOff() {
    nodes.values().forEach(Node::powerOff);
    nodes.clear();
    if (bridges != null) {
      bridges.close();
      bridges = null;
    }
  }

  @Override
  public void close() {
    furtherClusters.close();
    loop.close();
  }

  /**
   * Starts a second cluster beside this one, with a clock of its own that runs at the same pace.
   */
  private StartedCluster another(ClusterRequest request) {
    ClusterSpec wanted =
        new ClusterSpec(
            request.cni(),
            request.nodes(),
            request.pods(),
            spec.seed(),
            spec.secrets(),
            spec.pace(),
            ClusterSpec.epoch(
                spec.pace(), request.nodes(), loop.call(loop::now).minus(request.age())));
    HeapNeed.require(spec.nodes() + wanted.nodes());
    return ClusterBeside.start(wanted, loop);
  }

  private void build() {
    Network network = new Network(loop);
    Lan lan = new Lan(network, spec.nodes());
    ImageCatalog images = Software.images();
    ProgramRegistry programs = Software.programs(server, handover, upkeep(), clients);
    List<NodeIdentity> identities = NodeIdentity.cluster(spec.nodes());
    for (NodeIdentity identity : identities) {
      nodes.put(
          identity.name(),
          Node.install(
              identity,
              network,
              lan,
              new ProgramRegistry(programs),
              images,
              kubeadm.filesOf(identity, identities),
              clients,
              kubelets));
    }
    kubeadm.init(client());
    whenTheFirstNodeHasRegistered(identities.getFirst().name());
    if (spec.cni() == Cni.BRIDGE) {
      Map<String, Machine> machines = new LinkedHashMap<>();
      nodes.forEach((name, node) -> machines.put(name, node.machine()));
      bridges = new BridgeRoutes(kubeadm, client(), machines);
    }
    Duration delay = Duration.ZERO;
    for (Node node : nodes.values()) {
      boolean first = node.identity().role() == NodeIdentity.Role.CONTROL_PLANE;
      List<String> pulled = first ? kubeadm.images() : List.of();
      loop.schedule(delay, () -> node.boot(pulled));
      delay = delay.plus(spec.betweenBoots());
    }
  }

  private void whenTheFirstNodeHasRegistered(String first) {
    if (client().find(ResourceTypes.NODES, "", first).isPresent()) {
      kubeadm.addOns(client());
      spec.cni().apply(kubeadm, client());
    } else if (!nodes.isEmpty()) {
      loop.schedule(LOOK_FOR_NODE, () -> whenTheFirstNodeHasRegistered(first));
    }
  }

  /** At the intervals of a kube-apiserver. */
  private List<MaintainedObject> upkeep() {
    return List.of(
        new IdentityLease(this::client),
        MaintainedObject.every(Duration.ofSeconds(10), () -> kubeadm.restoreService(client())),
        MaintainedObject.every(Duration.ofMinutes(1), () -> kubeadm.restoreNamespaces(client())));
  }

  /** Advances a real-time clock until it is as far from its epoch as the wall clock. */
  private void catchUp() {
    Instant due = spec.epoch().plus(spec.boot()).plusNanos(System.nanoTime() - begun);
    Duration behind = Duration.between(loop.call(loop::now), due);
    if (spec.pace() == Pace.REAL_TIME && behind.isPositive()) {
      loop.advance(behind);
    }
  }

  private void awaitReady() {
    StartupReadiness readiness = new StartupReadiness(client(), spec);
    for (Duration waited = Duration.ZERO;
        waited.compareTo(LONGEST_BOOT) < 0;
        waited = waited.plus(LOOK)) {
      loop.advance(LOOK);
      if (loop.call(readiness::isComplete)) {
        return;
      }
    }
    List<String> missing = loop.call(readiness::missing);
    throw new IllegalStateException(
        "the cluster is not ready after " + LONGEST_BOOT.toMinutes() + " minutes: " + missing);
  }
}
