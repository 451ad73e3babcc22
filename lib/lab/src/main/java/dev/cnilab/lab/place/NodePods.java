package dev.cnilab.lab.place;

import dev.cnilab.lab.await.Look;
import dev.cnilab.lab.await.Waiter;
import dev.cnilab.lab.client.Cluster;
import dev.cnilab.lab.client.ExecResult;
import dev.cnilab.lab.client.Json;
import dev.cnilab.lab.guard.Guard;
import dev.cnilab.lab.guard.LabNamespace;
import dev.cnilab.lab.guard.LookingShell;
import dev.cnilab.lab.problem.LabException;
import dev.cnilab.lab.problem.Suggestions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Shells of a real cluster's nodes: pods that use the host's network, so that they start on a node
 * whose CNI is broken, too. They are made when they are first needed, and removed when this JVM
 * ends. The learner's lines run in one that can change nothing, until that is agreed to.
 */
final class NodePods {

  private static final String NAMESPACE = LabNamespace.NAME;
  private static final List<String> INTO_THE_NODE =
      List.of("nsenter", "-t", "1", "-m", "-u", "-i", "-n", "-p", "--", "sh", "-c");

  private final Cluster cluster;
  private final Waiter waiter;
  private final Guard guard;
  private final Set<String> made = ConcurrentHashMap.newKeySet();

  NodePods(Cluster cluster, Guard guard, Waiter waiter) {
    this.cluster = cluster;
    this.guard = guard;
    this.waiter = waiter;
    Runtime.getRuntime().addShutdownHook(new Thread(this::remove, "remove the node pods"));
  }

  Output run(Consumer<String> running, String node, String line) {
    String pod = (guard.holdsBack() ? NodePod.LOOKING : NodePod.PRIVILEGED).name(node);
    String[] words = into(line);
    ExecResult result =
        guard.holdsBack() ? look(running, node, line) : privileged(running, node, words);
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

  private ExecResult privileged(Consumer<String> running, String node, String... words) {
    ensure(node, NodePod.PRIVILEGED);
    String pod = NodePod.PRIVILEGED.name(node);
    guard.beforeChanging(node, other -> cluster.exec(NAMESPACE, pod, into(other)));
    return cluster.exec(running, NAMESPACE, pod, words);
  }

  private ExecResult in(NodePod kind, Consumer<String> running, String node, String... words) {
    ensure(node, kind);
    return cluster.exec(running, NAMESPACE, kind.name(node), words);
  }

  private static String[] into(String line) {
    return Stream.concat(INTO_THE_NODE.stream(), Stream.of(line)).toArray(String[]::new);
  }

  /** Puts objects and nodes back as they were before the lab changed them first. */
  void restore() {
    if (!guard.holdsBack()) {
      guard.restoreObjects();
      for (Json node : cluster.table("/api/v1/nodes").objects()) {
        String name = node.text("/metadata/name");
        ensure(name, NodePod.PRIVILEGED);
        guard.restore(line -> cluster.exec(NAMESPACE, "node-" + name, into(line)));
      }
    }
  }

  /** Leaves nothing of the lab on the nodes, and no namespace of its own. */
  void leave() {
    guard.restoreObjects();
    for (Json node : cluster.table("/api/v1/nodes").objects()) {
      String name = node.text("/metadata/name");
      ensure(name, NodePod.PRIVILEGED);
      guard.standDown(name, line -> cluster.exec(NAMESPACE, "node-" + name, into(line)));
    }
    cluster.delete("/api/v1/namespaces/" + NAMESPACE, 0);
    made.clear();
    waiter.until(
        "namespace " + NAMESPACE + " to be gone",
        Duration.ofSeconds(90),
        () ->
            cluster.find("/api/v1/namespaces/" + NAMESPACE).isEmpty()
                ? Look.found(NAMESPACE, "gone")
                : Look.notYet("Terminating"),
        () -> Suggestions.FINALIZERS);
  }

  /** Removes the pods that this JVM has made. */
  private void remove() {
    for (String pod : Set.copyOf(made)) {
      try {
        cluster.delete(Pod.path(NAMESPACE) + "/" + pod, 0);
      } catch (RuntimeException theClusterHasGone) {
        return;
      }
      made.remove(pod);
    }
  }

  private void ensure(String node, NodePod kind) {
    String pod = kind.name(node);
    String path = Pod.path(NAMESPACE) + "/" + pod;
    Optional<Pod> there = cluster.find(path).map(object -> new Pod(cluster, object));
    if (there.filter(found -> found.phase().equals("Running")).isPresent()) {
      return;
    }
    cluster
        .kubeletSilence(node)
        .ifPresent(
            silence -> {
              throw LabException.of(
                  "could not open a shell on node " + node, silence, Suggestions.REPAIR_THE_SHELL);
            });
    if (there.isEmpty()) {
      if (cluster.find("/api/v1/nodes/" + node).isEmpty()) {
        throw LabException.of(
            "could not open a shell on node " + node,
            "there is no such node",
            Suggestions.LIST_NODES);
      }
      LabNamespace.ensure(cluster);
      awaitAccount();
      cluster.apply(kind.manifest(NAMESPACE, node).toString());
      made.add(pod);
    }
    waiter.until(
        "a shell on node " + node,
        Duration.ofSeconds(90),
        () -> {
          Pod now = Pod.find(cluster, NAMESPACE + "/" + pod);
          return now.phase().equals("Running")
              ? Look.found(now, "open")
              : Look.notYet("pod " + now.state());
        },
        () -> Suggestions.describePod("-n " + NAMESPACE + " " + pod));
  }

  /** A new namespace gets its account a moment later; until then no pod may be made in it. */
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
