package dev.cnilab.lab.scene;

import dev.cnilab.lab.await.ClusterClock;
import dev.cnilab.lab.await.Waiter;
import dev.cnilab.lab.client.Cluster;
import dev.cnilab.lab.client.FurtherClusters.Further;
import dev.cnilab.lab.client.message.Json;
import dev.cnilab.lab.error.LabException;
import dev.cnilab.lab.error.Suggestions;
import dev.cnilab.lab.guard.LabNamespace;
import dev.cnilab.lab.health.Doctor;
import dev.cnilab.lab.health.Waits;
import dev.cnilab.lab.kubectl.ObjectChanges;
import dev.cnilab.lab.network.Interface;
import dev.cnilab.lab.network.Ping;
import dev.cnilab.lab.network.Probes;
import dev.cnilab.lab.nodefault.Cause;
import dev.cnilab.lab.nodefault.FoundCause;
import dev.cnilab.lab.nodefault.NodeState;
import dev.cnilab.lab.shell.Node;
import dev.cnilab.lab.shell.NodeShells;
import dev.cnilab.lab.shell.Pod;
import dev.cnilab.lab.workload.Workloads;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What the steps act on and examine. */
public record Scene(
    Cluster cluster,
    NodeShells shells,
    Workloads workloads,
    ObjectChanges changes,
    Probes probes,
    Waits waits) {

  /** All pods that a step or its learner starts. */
  public static final Set<String> PODS =
      Set.of(
          "hello",
          "nettest-1",
          "nettest-2",
          "neighbour",
          "host-network-pod",
          "no-config",
          "bad-json",
          "misspelt",
          "no-binary",
          "no-agent",
          "late",
          "later",
          "newcomer",
          "leaky",
          "dns-default",
          "dns-clusterfirst",
          "dns-none",
          "dns-host",
          "test-source",
          "test-dest",
          "web",
          "cni-debug",
          "no-network",
          "no-sandbox",
          "no-address",
          "case-1",
          "case-2",
          "case-3",
          "case-4",
          "case-5",
          "case-6");

  public static final String NETTEST_1 = "nettest-1";
  public static final String NETTEST_2 = "nettest-2";
  public static final String NETTEST_LABEL = "app=nettest";

  private static final String AGENTS =
      "/apis/apps/v1/namespaces/kube-flannel/daemonsets/kube-flannel-ds";

  /** The causes that flannel's agent fixes when it starts. */
  private static final Set<Cause> AGENTS_WORK = EnumSet.of(Cause.NO_AGENT, Cause.NO_ROUTE);

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  /**
   * The scene on a cluster.
   *
   * @param shells the shells of its nodes
   * @param waiter waits on its clock
   */
  public static Scene on(Cluster cluster, NodeShells shells, Waiter waiter) {
    Workloads workloads = new Workloads(cluster, shells);
    ObjectChanges changes = new ObjectChanges(cluster, shells.guard());
    return new Scene(
        cluster,
        shells,
        workloads,
        changes,
        new Probes(workloads),
        new Waits(workloads, changes, new Doctor(workloads), waiter, PATIENCE));
  }

  /** The scene on a further cluster, if a notebook has started one of that name. */
  public Optional<Scene> beside(String name) {
    return cluster.further().find(name).map(Further::cluster).map(Scene::on);
  }

  /**
   * The same, or a real cluster in use if no further one was started, because its learner may have
   * chosen the plugin.
   */
  public Optional<Scene> besideOrItself(String name) {
    Optional<Scene> other = beside(name);
    return other.isPresent() || cluster.servesLabGroup() ? other : Optional.of(this);
  }

  /** The scene on a cluster, with shells of its own. */
  public static Scene on(Cluster cluster) {
    Waiter waiter = new Waiter(() -> ClusterClock.of(cluster));
    return on(cluster, new NodeShells(cluster, waiter), waiter);
  }

  public Node worker(int number) {
    return workloads.nodes().worker(number);
  }

  public Optional<Pod> find(String pod) {
    return workloads.pods().find(pod);
  }

  /** The pod, if it is Ready. */
  public Optional<Pod> ready(String pod) {
    return find(pod).filter(Pod::isReady);
  }

  /** Everything that steps create and that is there. */
  private String[] belongings() {
    return Stream.concat(
            workloads.pods().names().stream().filter(PODS::contains),
            Belongings.others().stream().filter(changes::exists))
        .toArray(String[]::new);
  }

  /** Starts the two test pods, each on its own worker. */
  public void nettest() {
    start(NETTEST_1, worker(1));
    start(NETTEST_2, worker(2));
    waits.ready(NETTEST_1, NETTEST_2);
  }

  /** Starts a pod that serves HTTP on port 80, on worker 2. */
  public void web() {
    if (ready("web").isEmpty()) {
      changes.apply(
          """
          apiVersion: v1
          kind: Pod
          metadata:
            name: web
            labels:
              app: web
          spec:
            nodeSelector:
              kubernetes.io/hostname: %s
            terminationGracePeriodSeconds: 1
            containers:
            - name: app
              image: nginx
          """
              .formatted(worker(2).name()));
    }
  }

  private void start(String name, Node node) {
    if (ready(name).filter(pod -> pod.nodeName().equals(node.name())).isEmpty()) {
      restart(name, node, NETTEST_LABEL);
    }
  }

  /** Starts a pod on a node, replacing one of the same name. */
  public void restart(String name, Node node, String labels) {
    if (find(name).isPresent()) {
      changes.delete(name);
      waits.gone(name);
    }
    changes.run(name, node, labels);
  }

  /** The node's end of a pod's veth pair. */
  public Interface nodeEnd(Pod pod) {
    int index = probes.interfaces(pod).find("eth0").map(Interface::peerIndex).orElse(0);
    Node node = workloads.nodes().find(pod.nodeName());
    return probes
        .interfaces(node)
        .find(index)
        .orElseThrow(
            () ->
                LabException.of(
                    "could not find the node's end of the veth pair of " + pod.name(),
                    "node " + node.name() + " has no interface " + index,
                    Suggestions.diagnose(pod.name())));
  }

  /** Sends a short ping with a short timeout. */
  public Ping ping(Pod from, String to) {
    return probes.ping(from, to, "-c 2 -W 1");
  }

  /**
   * Makes sure that a step can begin: its namespace exists, nothing of any step is left, and the
   * network works. The embedded cluster is reset, because not every possible change could be
   * detected.
   *
   * @throws LabException if another cluster's network is broken
   */
  public void heal() {
    if (cluster.servesLabGroup()) {
      new Reset(cluster).run();
      workloads.nodes().names().forEach(waits::nodeReady);
      return;
    }
    LabNamespace.ensure(cluster);
    shells.restore();
    String[] left = belongings();
    changes.delete(left); // while they end, the nodes are looked at
    awaitHealth()
        .ifPresent(
            found -> {
              throw LabException.of(
                  "could not begin the step", found, Suggestions.REPAIR_BEFORE_THE_STEP);
            });
    waits.gone(left);
  }

  /**
   * Waits for agents that roll out and nodes that are about to be Ready.
   *
   * @return what is broken all the same, if anything
   */
  public Optional<String> awaitHealth() {
    return waits.healthy(
        () -> broken().or(shells.guard()::unsettled), this::rollsOut, this::agentMayFix);
  }

  /** Whether a running agent fixes what is broken, shortly after it becomes Ready. */
  private boolean agentMayFix() {
    return FoundCause.on(NodeState.workers(workloads)).stream()
        .map(FoundCause::cause)
        .allMatch(AGENTS_WORK::contains);
  }

  /** Whether it heals by itself: agents are rolling out, or only a kubelet has not reported yet. */
  private boolean rollsOut() {
    Json agents = cluster.find(AGENTS).orElse(Json.ABSENT);
    int wanted = agents.number("/status/desiredNumberScheduled");
    return agents.number("/metadata/generation") != agents.number("/status/observedGeneration")
        || wanted != agents.number("/status/numberReady")
        || (wanted > 0 && wanted != agents.number("/status/updatedNumberScheduled"))
        || shells.guard().unsettled().isPresent()
        || FoundCause.on(NodeState.workers(workloads)).isEmpty();
  }

  /** What is broken in the nodes' pod network, if anything. */
  public Optional<String> broken() {
    List<Node> nodes = workloads.nodes().list();
    Optional<String> notReady =
        nodes.stream().filter(node -> !node.isReady()).map(Node::toString).findFirst();
    return notReady.or(
        () ->
            FoundCause.on(NodeState.workers(workloads)).stream()
                .findFirst()
                .map(FoundCause::toString));
  }
}
