package dev.cnilab.lab.shell;

import dev.cnilab.lab.await.Look;
import dev.cnilab.lab.await.Waiter;
import dev.cnilab.lab.client.Cluster;
import dev.cnilab.lab.client.message.ExecResult;
import dev.cnilab.lab.client.message.Json;
import dev.cnilab.lab.error.LabException;
import dev.cnilab.lab.error.Suggestions;
import dev.cnilab.lab.guard.Guard;
import dev.cnilab.lab.guard.LabNamespace;
import dev.cnilab.lab.guard.NodeShell;
import dev.cnilab.lab.guard.looking.LookingShell;
import dev.cnilab.lab.text.CommandLine;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Shells on a real cluster's nodes: pods on the host network, so that they start even on a node
 * with a broken CNI. They are created on first use and deleted when the last JVM that uses them
 * ends. Until the learner has agreed, lines run in one that can change nothing.
 */
final class ShellPods {

  private static final String NAMESPACE = LabNamespace.NAME;
  private static final List<String> INTO_THE_NODE =
      List.of("nsenter", "-t", "1", "-m", "-u", "-i", "-n", "-p", "--", "sh", "-c");

  private final Cluster cluster;
  private final Waiter waiter;
  private final Guard guard;
  private final String me = UUID.randomUUID().toString();
  private final Set<String> used = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean removedAtTheEnd = new AtomicBoolean();

  ShellPods(Cluster cluster, Guard guard, Waiter waiter) {
    this.cluster = cluster;
    this.guard = guard;
    this.waiter = waiter;
  }

  Output run(Consumer<String> running, String node, String line) {
    String pod = (guard.holdsBack() ? NodePod.LOOKING : NodePod.PRIVILEGED).name(node);
    String[] words = into(line);
    ExecResult result =
        guard.holdsBack() ? look(running, node, line) : privileged(running, node, line);
    return new Output(
        node + "$ " + line,
        "kubectl -n " + NAMESPACE + " exec " + pod + " -- " + CommandLine.typed(List.of(words)),
        result,
        guard.holdsBack() ? guard.offer(result) : Optional.empty());
  }

  private ExecResult look(Consumer<String> running, String node, String line) {
    return new LookingShell(
            script -> in(NodePod.LOOKING, running, node, "sh", "-c", script),
            script -> in(NodePod.PRIVILEGED, running, node, "sh", "-c", script))
        .run(line);
  }

  private ExecResult privileged(Consumer<String> running, String node, String line) {
    ensure(node, NodePod.PRIVILEGED);
    NodeShell shell = privileged(node);
    guard.beforeChanging(node, shell);
    return UntiedLine.isNeededFor(line)
        ? new UntiedLine(line).run(shell, waiter)
        : cluster.exec(running, NAMESPACE, NodePod.PRIVILEGED.name(node), into(line));
  }

  private ExecResult in(NodePod kind, Consumer<String> running, String node, String... words) {
    ensure(node, kind);
    return cluster.exec(running, NAMESPACE, kind.name(node), words);
  }

  private static String[] into(String line) {
    return Stream.concat(INTO_THE_NODE.stream(), Stream.of(line)).toArray(String[]::new);
  }

  /** Restores objects and nodes to their state before the lab first changed them. */
  void restore() {
    if (!guard.holdsBack()) {
      guard.restoreObjects();
      withShells().parallelStream().forEach(node -> guard.restore(privileged(node)));
    }
  }

  private NodeShell privileged(String node) {
    return line -> cluster.exec(NAMESPACE, NodePod.PRIVILEGED.name(node), into(line));
  }

  /** All nodes with an open privileged shell. The shells are created in parallel. */
  private List<String> withShells() {
    List<String> nodes =
        cluster.table("/api/v1/nodes").objects().stream()
            .map(node -> node.text("/metadata/name"))
            .toList();
    LabNamespace.ensure(cluster);
    awaitAccount();
    nodes.forEach(this::makeIfAnswered);
    nodes.forEach(node -> ensure(node, NodePod.PRIVILEGED));
    return nodes;
  }

  /** Creates the pod only if the kubelet answers; otherwise the pod would be left behind. */
  private void makeIfAnswered(String node) {
    if (cluster.find(path(NodePod.PRIVILEGED, node)).isEmpty()
        && cluster.kubeletSilence(node).isEmpty()) {
      cluster.apply(NodePod.PRIVILEGED.manifest(NAMESPACE, node).toString());
    }
  }

  private static String path(NodePod kind, String node) {
    return Pod.path(NAMESPACE) + "/" + kind.name(node);
  }

  /** Removes everything of the lab from the nodes, including its namespace. */
  void leave() {
    guard.restoreObjects();
    withShells().parallelStream().forEach(node -> guard.standDown(node, privileged(node)));
    cluster.delete("/api/v1/namespaces/" + NAMESPACE, 0);
    used.clear();
    waiter.until(
        "namespace " + NAMESPACE + " to be gone",
        Duration.ofSeconds(90),
        () ->
            cluster.find("/api/v1/namespaces/" + NAMESPACE).isEmpty()
                ? Look.found(NAMESPACE, "gone")
                : Look.notYet("Terminating"),
        () -> Suggestions.FINALIZERS);
  }

  /** Ends this JVM's use of its pods, and deletes those without other users. */
  private void remove() {
    for (String path : Set.copyOf(used)) {
      try {
        NodePodUse.end(cluster, path, me);
      } catch (RuntimeException theClusterHasGone) {
        return;
      }
      used.remove(path);
    }
  }

  private void ensure(String node, NodePod kind) {
    String path = path(kind, node);
    if (isOpen(cluster.find(path), path)) {
      return;
    }
    cluster
        .kubeletSilence(node)
        .ifPresent(
            silence -> {
              throw LabException.of(
                  "could not open a shell on node " + node, silence, Suggestions.REPAIR_THE_SHELL);
            });
    if (cluster.find("/api/v1/nodes/" + node).isEmpty()) {
      throw LabException.of(
          "could not open a shell on node " + node,
          "there is no such node",
          Suggestions.LIST_NODES);
    }
    LabNamespace.ensure(cluster);
    awaitAccount();
    waiter.until(
        "a shell on node " + node,
        Duration.ofSeconds(90),
        () -> look(path, kind, node),
        () -> Suggestions.describePod("-n " + NAMESPACE + " " + kind.name(node)));
  }

  /** Whether the shell is open; creates it if it does not exist. */
  private Look<String> look(String path, NodePod kind, String node) {
    Optional<Json> there = cluster.find(path);
    if (there.isEmpty()) {
      cluster.apply(kind.manifest(NAMESPACE, node).toString());
      return Look.notYet("no pod yet");
    }
    return isOpen(there, path)
        ? Look.found(path, "open")
        : Look.notYet("pod " + new Pod(cluster, guard, there.get()).state());
  }

  /** Whether a pod runs and will keep running while it is used here. */
  private boolean isOpen(Optional<Json> pod, String path) {
    if (pod.filter(NodePodUse::canBegin).isEmpty()) {
      return false;
    }
    boolean open = NodePodUse.isBy(pod.get(), me) || NodePodUse.begin(cluster, path, me);
    if (open) {
      used.add(path);
      removeAtTheEnd();
    }
    return open;
  }

  /**
   * Registers the removal at the end of the JVM; only when needed, because it keeps the cluster's
   * client alive.
   */
  private void removeAtTheEnd() {
    if (!removedAtTheEnd.getAndSet(true)) {
      Runtime.getRuntime().addShutdownHook(new Thread(this::remove, "remove the node pods"));
    }
  }

  /** Waits for the service account of a new namespace, without which no pods can be created. */
  private void awaitAccount() {
    String path = "/api/v1/namespaces/" + NAMESPACE + "/serviceaccounts/default";
    waiter.until(
        "the account of namespace " + NAMESPACE,
        Duration.ofSeconds(30),
        () ->
            cluster.find(path).map(there -> Look.found(there, "there")).orElse(Look.notYet("none")),
        () -> Suggestions.LOOK_AT_CONTROLLERS);
  }
}
