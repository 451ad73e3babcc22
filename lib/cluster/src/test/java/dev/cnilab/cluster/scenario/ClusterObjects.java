package dev.cnilab.cluster.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.cnilab.cluster.Cluster;
import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.DeleteOptions;
import dev.cnilab.cluster.client.ListOptions;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.cluster.placement.Pod;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** The objects and events of a cluster, as its administrator sees and changes them. */
public abstract class ClusterObjects {
  private static final YAMLMapper YAML = new YAMLMapper();

  private final Cluster cluster;

  ClusterObjects(Cluster cluster) {
    this.cluster = cluster;
  }

  public final Cluster cluster() {
    return cluster;
  }

  public Instant now() {
    return cluster.loop().call(cluster.loop()::now);
  }

  public void pass(Duration time) {
    cluster.loop().advance(time);
  }

  public <T> T api(Function<ApiClient, T> request) {
    return cluster.loop().call(() -> request.apply(cluster.client()));
  }

  /** Creates each object of some YAML documents in the namespace it names, otherwise in default. */
  public void apply(String yaml) {
    try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(yaml)) {
      while (documents.hasNext()) {
        JsonNode document = documents.next();
        if (document.path("kind").asText().equals("List")) {
          document.path("items").forEach(item -> create(KubeObject.of((ObjectNode) item)));
        } else {
          create(KubeObject.of((ObjectNode) document));
        }
      }
    } catch (IOException malformed) {
      throw new UncheckedIOException(malformed);
    }
  }

  private void create(KubeObject object) {
    ResourceType type =
        ResourceTypes.builtIn().stream()
            .filter(t -> t.kind().equals(object.kind()))
            .filter(t -> t.apiVersion().equals(object.apiVersion()))
            .findFirst()
            .orElseThrow();
    KubeObject placed =
        type.namespaced() && object.namespace().isEmpty()
            ? object.edit(json -> json.withObject("/metadata").put("namespace", "default"))
            : object;
    api(client -> client.create(type, placed));
  }

  /** A pod that sleeps, bound to a node by its name. */
  public void podOn(String node, String name) {
    pod(name, "nodeName: " + node);
  }

  /** A pod that sleeps, with one more line in its spec. */
  public void pod(String name, String spec) {
    apply(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: %s, labels: {app: %s}}
        spec:
          terminationGracePeriodSeconds: 1
          %s
          containers:
          - {name: app, image: nicolaka/netshoot, command: [sleep, '86400']}
        """
            .formatted(name, name, spec));
  }

  public KubeObject get(ResourceType type, String name) {
    return api(client -> client.get(type, type.namespaced() ? "default" : "", name));
  }

  public Pod pod(String name) {
    return new Pod(get(ResourceTypes.PODS, name));
  }

  public void delete(String pod) {
    api(
        client -> {
          client.delete(ResourceTypes.PODS, "default", pod, DeleteOptions.background());
          return true;
        });
  }

  /** Deletes the pods of {@code kube-system} that have a label, for their owner to replace them. */
  public void deletePods(String label, String value) {
    api(
        client -> {
          client.list(ResourceTypes.PODS).stream()
              .filter(pod -> value.equals(pod.labels().get(label)))
              .forEach(
                  pod ->
                      client.delete(
                          ResourceTypes.PODS,
                          "kube-system",
                          pod.name(),
                          DeleteOptions.background()));
          return true;
        });
  }

  public List<KubeObject> list(ResourceType type) {
    return api(client -> client.list(type));
  }

  /** Advances time until a condition holds, within a limit; returns how long it took. */
  public Duration await(String what, Duration atMost, BooleanSupplier holds) {
    Instant begun = now();
    while (!holds.getAsBoolean()) {
      if (Duration.between(begun, now()).compareTo(atMost) > 0) {
        throw new AssertionError(
            what + " did not happen within " + atMost + "; events: " + events());
      }
      pass(Duration.ofMillis(100));
    }
    return Duration.between(begun, now());
  }

  public Duration awaitReady(String pod) {
    return await("pod " + pod + " Ready", Duration.ofSeconds(40), () -> pod(pod).isReady());
  }

  public Duration awaitNode(String node, String ready) {
    return await(
        "node " + node + " Ready=" + ready,
        Duration.ofSeconds(60),
        () -> readyCondition(node).path("status").asText().equals(ready));
  }

  public JsonNode readyCondition(String node) {
    for (JsonNode condition : get(ResourceTypes.NODES, node).at("/status/conditions")) {
      if (condition.path("type").asText().equals("Ready")) {
        return condition;
      }
    }
    throw new AssertionError("node " + node + " has no Ready condition");
  }

  public List<String> taints(String node) {
    List<String> taints = new ArrayList<>();
    get(ResourceTypes.NODES, node)
        .at("/spec/taints")
        .forEach(
            taint -> taints.add(taint.path("key").asText() + ":" + taint.path("effect").asText()));
    return taints;
  }

  /** All events as {@code reason xN object: message}. */
  public List<String> events() {
    return list(ResourceTypes.EVENTS).stream().map(ClusterObjects::text).toList();
  }

  /** The events about one object, the latest last. */
  public List<KubeObject> events(String name) {
    return list(ResourceTypes.EVENTS).stream()
        .filter(event -> event.text("/involvedObject/name").equals(name))
        .sorted(java.util.Comparator.comparing(event -> event.text("/lastTimestamp")))
        .toList();
  }

  private static String text(KubeObject event) {
    return event.text("/reason")
        + " x"
        + event.text("/count")
        + " "
        + event.text("/involvedObject/name")
        + ": "
        + event.text("/message");
  }

  /** Deletes a DaemonSet and waits until its pods are gone; returns it. */
  public KubeObject removeDaemonSet(String namespace, String name) {
    KubeObject set = api(client -> client.get(ResourceTypes.DAEMON_SETS, namespace, name));
    api(
        client -> {
          client.delete(ResourceTypes.DAEMON_SETS, namespace, name, DeleteOptions.background());
          return true;
        });
    await(
        "the pods of " + name + " gone",
        Duration.ofSeconds(60),
        () ->
            list(ResourceTypes.PODS).stream()
                .noneMatch(pod -> pod.text("/metadata/ownerReferences/0/uid").equals(set.uid())));
    return set;
  }

  /** Re-creates a deleted DaemonSet. */
  public void createAgain(KubeObject set) {
    KubeObject fresh =
        KubeObject.named(ResourceTypes.DAEMON_SETS, set.namespace(), set.name())
            .edit(
                json -> {
                  json.withObject("/metadata").set("labels", set.at("/metadata/labels"));
                  json.set("spec", set.at("/spec"));
                });
    api(client -> client.create(ResourceTypes.DAEMON_SETS, fresh));
  }

  public List<KubeObject> podsOn(String node) {
    return api(
        client -> client.list(ResourceTypes.PODS, "", ListOptions.fields("spec.nodeName=" + node)));
  }
}
