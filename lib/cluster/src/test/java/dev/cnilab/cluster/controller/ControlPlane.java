package dev.cnilab.cluster.controller;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.cnilab.cluster.apiserver.ApiServer;
import dev.cnilab.cluster.apiserver.authorization.User;
import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.DeleteOptions;
import dev.cnilab.cluster.client.Patch;
import dev.cnilab.cluster.controller.node.CidrAllocator;
import dev.cnilab.cluster.controller.work.ControllerContext;
import dev.cnilab.cluster.controlplane.ControllerManager;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.cluster.placement.Pod;
import dev.cnilab.cluster.scheduler.Scheduler;
import dev.cnilab.cluster.tls.Authority;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.loop.EventLoop;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** A real API server with the controllers and the scheduler; nodes are objects without kubelets. */
public final class ControlPlane implements AutoCloseable {
  private static final YAMLMapper YAML = new YAMLMapper();

  private final EventLoop loop = EventLoop.onDemand(1);
  private final ApiClient client;

  public ControlPlane() {
    client = loop.call(() -> new ApiServer(loop).client(User.apiServer()));
    run(
        c ->
            c.create(
                ResourceTypes.NAMESPACES,
                KubeObject.named(ResourceTypes.NAMESPACES, "", "default")));
    loop.call(
        () -> {
          ControllerContext context = new ControllerContext(loop, client);
          new ControllerManager(
              context,
              account -> context,
              Optional.of(new CidrAllocator(Ipv4Prefix.parse("10.244.0.0/16"), 24)),
              "root",
              Authority.create(loop.random(), loop.now()),
              Duration.ofDays(365));
          return new Scheduler(context);
        });
    pass(Duration.ofMillis(10));
  }

  /** Advances virtual time. */
  public void pass(Duration time) {
    loop.advance(time);
  }

  public <T> T call(Function<ApiClient, T> action) {
    return loop.call(() -> action.apply(client));
  }

  public void run(Consumer<ApiClient> action) {
    call(
        c -> {
          action.accept(c);
          return true;
        });
  }

  /** Creates an object from YAML and lets all controllers react. */
  public KubeObject create(ResourceType type, String yaml) {
    KubeObject created = call(c -> c.create(type, parse(yaml)));
    pass(Duration.ofMillis(10));
    return created;
  }

  public static KubeObject parse(String yaml) {
    try {
      return KubeObject.of((ObjectNode) YAML.readTree(yaml));
    } catch (java.io.IOException malformed) {
      throw new java.io.UncheckedIOException(malformed);
    }
  }

  /** Adds a ready node with room for 110 pods. */
  public void node(String name) {
    create(
        ResourceTypes.NODES,
        """
        apiVersion: v1
        kind: Node
        metadata: {name: %s, labels: {kubernetes.io/hostname: %s, kubernetes.io/os: linux}}
        """
            .formatted(name, name));
    ready(name, "True");
  }

  /** Reports, like a kubelet, whether a node is ready. */
  public void ready(String node, String status) {
    String now = loop.now().truncatedTo(ChronoUnit.SECONDS).toString();
    ObjectNode change = Json.object();
    ObjectNode nodeStatus = change.putObject("status");
    nodeStatus.putObject("allocatable").put("cpu", "2").put("memory", "4Gi").put("pods", "110");
    ArrayNode conditions = nodeStatus.putArray("conditions");
    conditions
        .addObject()
        .put("type", "Ready")
        .put("status", status)
        .put("lastHeartbeatTime", now)
        .put("lastTransitionTime", now);
    run(c -> c.patch(ResourceTypes.NODES, "", node, Patch.merge(change).ofStatus()));
    pass(Duration.ofMillis(10));
  }

  /** Does what kubelets do with bound pods: deleted ones are removed, the others run. */
  public void kubelets() {
    for (KubeObject pod : list(ResourceTypes.PODS)) {
      if (pod.text("/spec/nodeName").isEmpty()) {
        continue;
      }
      if (new Pod(pod).isFinished() && !pod.isTerminating()) {
        continue;
      }
      if (pod.isTerminating()) {
        run(c -> c.delete(ResourceTypes.PODS, pod.namespace(), pod.name(), DeleteOptions.now()));
      } else {
        running(pod);
      }
    }
    pass(Duration.ofMillis(10));
  }

  private void running(KubeObject pod) {
    String now = loop.now().truncatedTo(ChronoUnit.SECONDS).toString();
    ObjectNode change = Json.object();
    ObjectNode status =
        change.putObject("status").put("phase", "Running").put("podIP", "10.244.1.2");
    status
        .putArray("conditions")
        .addObject()
        .put("type", "Ready")
        .put("status", "True")
        .put("lastTransitionTime", now);
    run(
        c ->
            c.patch(
                ResourceTypes.PODS, pod.namespace(), pod.name(), Patch.merge(change).ofStatus()));
  }

  /** Alternates controllers and kubelets until nothing is left to do. */
  public void settle() {
    for (int i = 0; i < 12; i++) {
      kubelets();
    }
  }

  public List<KubeObject> list(ResourceType type) {
    return call(c -> c.list(type));
  }

  public KubeObject get(ResourceType type, String name) {
    return call(c -> c.get(type, type.namespaced() ? "default" : "", name));
  }

  public void merge(ResourceType type, String name, String yaml) {
    JsonNode change = parse(yaml).json();
    run(c -> c.patch(type, type.namespaced() ? "default" : "", name, Patch.merge(change)));
    pass(Duration.ofMillis(10));
  }

  /** The events about an object, as {@code reason: message}. */
  public List<String> events(String name) {
    return list(ResourceTypes.EVENTS).stream()
        .filter(event -> event.text("/involvedObject/name").equals(name))
        .map(event -> event.text("/reason") + ": " + event.text("/message"))
        .toList();
  }

  @Override
  public void close() {
    loop.close();
  }
}
