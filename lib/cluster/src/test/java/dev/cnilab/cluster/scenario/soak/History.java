package dev.cnilab.cluster.scenario.soak;

import dev.cnilab.cluster.ClusterSpec;
import dev.cnilab.cluster.bootstrap.Cni;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.cluster.placement.Pod;
import dev.cnilab.cluster.scenario.TestCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/** Faults drawn from a seed, at times drawn from it, followed by all repairs. */
final class History {
  private static final List<Cni> NETWORKS = List.of(Cni.FLANNEL, Cni.CALICO, Cni.CILIUM, Cni.WEAVE);
  private static final List<String> WORKERS = List.of("worker-1", "worker-2");
  static final List<String> CLIENTS = List.of("client-1", "client-2"); // one on each worker
  private static final Duration STEP = Duration.ofSeconds(5);
  private static final Duration PATIENCE = Duration.ofMinutes(12);

  /** The kubelet collects dead containers once a minute. */
  private static final Duration UNTIL_DELETED = Duration.ofSeconds(61);

  /** Calico releases leaked addresses after a quarter of an hour, and their block after another. */
  private static final int MINUTES_TO_CLEAN = 45;

  /**
   * What is then left may be in use: a worker's second block of addresses, from which a pod of the
   * system got its own. Such pods move to the control plane, where nothing filled the first block.
   */
  private static final int MINUTES_TO_RELEASE = 18;

  /** The first part of a cluster's histories fills its caches. */
  private static final int WARM_UP = 4;

  private record Trouble(Fault fault, String node) {
    @Override
    public String toString() {
      return fault.name() + " (" + node + ")";
    }
  }

  private final Random random;
  private final Cni cni;
  private final TestCluster cluster;
  private final Operator operator;
  private final List<Trouble> troubles = new ArrayList<>();

  private History(long seed, TestCluster cluster, Cni cni) {
    this.random = new Random(seed);
    this.cni = cni;
    this.cluster = cluster;
    this.operator = new Operator(cluster);
  }

  /** The network of a seed's cluster. */
  static Cni network(long seed) {
    return NETWORKS.get(Math.floorMod(seed, NETWORKS.size()));
  }

  /**
   * Plays several histories on one cluster, one after the other.
   *
   * @return the names of the faults that were made and repaired
   * @throws AssertionError if one does not end well; the message lists what was done
   */
  static Set<String> play(long seed, int number) {
    Cni cni = network(seed);
    try (TestCluster cluster =
        new TestCluster(ClusterSpec.onDemand().withCni(cni).withSeed(seed))) {
      cluster.pass(Duration.ofMinutes(2));
      Leftovers before = Leftovers.of(cluster);
      Optional<Footprint> warm = Optional.empty();
      Set<String> kinds = new TreeSet<>();
      for (int i = 0; i < number; i++) {
        History history = new History(seed * 1000 + i, cluster, cni);
        try {
          history.play();
          history.requireNothingLeft(before);
        } catch (AssertionError | RuntimeException failed) {
          throw new AssertionError(
              "history %d of seed %d with %s: %s%nfaults: %s%nagain: -Dcnilab.seed=%d"
                  .formatted(i, seed, cni.text(), failed.getMessage(), history.troubles, seed),
              failed);
        }
        history.troubles.forEach(trouble -> kinds.add(trouble.fault().name()));
        if (i == number / WARM_UP) {
          warm = Optional.of(Footprint.of(cluster));
        }
      }
      Footprint.of(cluster).requireFlat(warm.orElseThrow(), number);
      return kinds;
    }
  }

  private void play() {
    operator.deploy();
    cluster.pass(Duration.ofSeconds(random.nextInt(15)));
    List<Fault> faults = Faults.of(cni);
    int number = 2 + random.nextInt(4);
    List<Trouble> unrepaired = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      Trouble trouble =
          new Trouble(
              faults.get(random.nextInt(faults.size())),
              WORKERS.get(random.nextInt(WORKERS.size())));
      if (unrepaired.stream().anyMatch(other -> other.fault().equals(trouble.fault()))) {
        continue;
      }
      troubles.add(trouble);
      unrepaired.add(trouble);
      trouble.fault().breaking().accept(operator, trouble.node());
      cluster.pass(Duration.ofMillis(random.nextInt(40_000)));
    }
    for (Trouble trouble : unrepaired.reversed()) {
      trouble.fault().repair().accept(operator, trouble.node());
      cluster.pass(Duration.ofMillis(random.nextInt(5_000)));
    }
    await("everything Ready", this::unready);
    await("new pods Ready", this::unreadyClients);
    requireConnectivity();
    operator.deleteAll();
  }

  private List<String> unready() {
    List<String> unready = new ArrayList<>(operator.machinesThatReboot());
    for (KubeObject pod : operator.pods()) {
      if (Operator.hasEnded(pod)) {
        continue;
      }
      if (!new Pod(pod).isReady() || pod.isTerminating()) {
        unready.add("pod " + pod.namespace() + "/" + pod.name() + " " + pod.text("/spec/nodeName"));
      }
    }
    for (KubeObject node : cluster.list(ResourceTypes.NODES)) {
      if (!node.at("/spec/taints").isMissingNode() && !node.name().equals("control-plane")) {
        unready.add("node " + node.name() + " " + node.at("/spec/taints"));
      }
    }
    if (cluster.list(ResourceTypes.NODES).size() < 3) {
      unready.add("a node is missing");
    }
    return unready;
  }

  /**
   * The same with the clients, which are created. A kubelet under disk pressure rejects them, which
   * cannot be foreseen until the node has reported its conditions; a person would create them
   * again.
   */
  private List<String> unreadyClients() {
    List<String> unready = unready();
    for (int i = 0; i < CLIENTS.size(); i++) {
      String client = CLIENTS.get(i);
      Optional<KubeObject> pod = operator.pod(client);
      if (pod.isEmpty()) {
        cluster.podOn(WORKERS.get(i), client);
        unready.add("pod " + client + " has just been created");
      } else if (Operator.hasEnded(pod.get())) {
        cluster.delete(client);
        unready.add("pod " + client + " was rejected");
      }
    }
    return unready;
  }

  private void await(String what, java.util.function.Supplier<List<String>> missing) {
    List<String> left = missing.get();
    for (Duration waited = Duration.ZERO; !left.isEmpty(); waited = waited.plus(STEP)) {
      if (waited.compareTo(PATIENCE) > 0) {
        throw new AssertionError("not " + what + ": " + left + "; events " + lastEvents());
      }
      cluster.pass(STEP);
      left = missing.get();
    }
  }

  private List<String> lastEvents() {
    return cluster.list(ResourceTypes.EVENTS).stream()
        .sorted(Comparator.comparing((KubeObject event) -> event.text("/lastTimestamp")).reversed())
        .limit(12)
        .map(
            event ->
                "%s %s: %s"
                    .formatted(
                        event.text("/reason"),
                        event.text("/involvedObject/name"),
                        event.text("/message")))
        .toList();
  }

  private void requireConnectivity() {
    String other = cluster.pod("client-2").object().text("/status/podIP");
    require("client-1", "ping", "-c", "1", "-W", "2", other);
    for (String client : CLIENTS) {
      require(client, "nslookup", "web.default.svc.cluster.local");
      require(client, "curl", "-s", "-m", "5", "http://web");
    }
  }

  private void require(String pod, String... command) {
    String output = "";
    for (int attempt = 0; attempt < 5; attempt++) {
      output = cluster.inPod(pod, command);
      if (!output.contains("[exit ")) {
        return;
      }
      cluster.pass(STEP);
    }
    throw new AssertionError(pod + ": " + List.of(command) + ": " + output);
  }

  private void requireNothingLeft(Leftovers before) {
    cluster.pass(UNTIL_DELETED);
    troubles.forEach(trouble -> operator.run(trouble.node(), trouble.fault().sweep()));
    List<String> left = Leftovers.of(cluster).since(before);
    for (int minute = 0; !left.isEmpty(); minute++) {
      if (minute == MINUTES_TO_CLEAN) {
        throw new AssertionError("not as at the start: " + left);
      }
      if (minute == MINUTES_TO_RELEASE) {
        WORKERS.forEach(operator::drain);
        cluster.pass(STEP);
        WORKERS.forEach(worker -> operator.cordon(worker, false));
      }
      cluster.pass(Duration.ofMinutes(1));
      left = Leftovers.of(cluster).since(before);
    }
    cluster.requireNoDefects();
  }
}
