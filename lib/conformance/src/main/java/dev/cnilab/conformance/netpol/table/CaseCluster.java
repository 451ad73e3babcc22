package dev.cnilab.conformance.netpol.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.Cluster;
import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.DeleteOptions;
import dev.cnilab.cluster.client.Patch;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.cluster.object.ResourceTypes;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The objects of cases in a cluster, changed as by any user. */
final class CaseCluster {
  private static final Set<String> OWN =
      Set.of("default", "kube-system", "kube-public", "kube-node-lease");

  /** Marks a pod of a case, with its description except for labels. */
  private static final String CASE = "case";

  private static final Duration LOOK = Duration.ofMillis(200);
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** How long an agent may take to program changes. */
  private static final Duration SETTLE = Duration.ofMillis(500);

  private final Cluster cluster;
  private int placed;

  CaseCluster(Cluster cluster) {
    this.cluster = cluster;
  }

  /** Creates the namespaces and pods of a case and removes all others; existing ones stay. */
  void prepare(JsonNode json) {
    run(client -> deleteAll(client, ResourceTypes.NETWORK_POLICIES));
    Set<String> namespaces = names(json.path("namespaces"));
    run(client -> removeForeign(client, namespaces, json.path("pods")));
    await("what is left of other cases gone", () -> call(client -> isClear(client, namespaces)));
    json.path("namespaces").forEach(this::ensureNamespace);
    json.path("pods").forEach(this::ensurePod);
    awaitPods();
  }

  private static Set<String> names(JsonNode list) {
    Set<String> names = new TreeSet<>();
    list.forEach(each -> names.add(each.path("name").asText()));
    return names;
  }

  private static void deleteAll(ApiClient client, ResourceType type) {
    client
        .list(type)
        .forEach(
            each -> client.delete(type, each.namespace(), each.name(), DeleteOptions.background()));
  }

  private static List<KubeObject> pods(ApiClient client) {
    return client.list(ResourceTypes.PODS).stream()
        .filter(pod -> pod.annotations().containsKey(CASE))
        .toList();
  }

  private static void removeForeign(ApiClient client, Set<String> namespaces, JsonNode wantedPods) {
    for (KubeObject pod : pods(client)) {
      boolean wanted = false;
      for (JsonNode each : wantedPods) {
        wanted |= isSame(pod, each);
      }
      if (!wanted) {
        client.delete(ResourceTypes.PODS, pod.namespace(), pod.name(), DeleteOptions.background());
      }
    }
    for (KubeObject namespace : client.list(ResourceTypes.NAMESPACES)) {
      if (!OWN.contains(namespace.name()) && !namespaces.contains(namespace.name())) {
        client.delete(ResourceTypes.NAMESPACES, "", namespace.name(), DeleteOptions.background());
      }
    }
  }

  /** Whether a pod equals that of another case except for its labels. */
  private static boolean isSame(KubeObject pod, JsonNode wanted) {
    return pod.namespace().equals(wanted.path("namespace").asText())
        && pod.name().equals(wanted.path("name").asText())
        && pod.annotations().getOrDefault(CASE, "").equals(identity(wanted));
  }

  private static String identity(JsonNode pod) {
    return Json.text(pod.path("containers")) + pod.path("ip") + pod.path("listening");
  }

  private static boolean isClear(ApiClient client, Set<String> namespaces) {
    return pods(client).stream().noneMatch(KubeObject::isTerminating)
        && client.list(ResourceTypes.NAMESPACES).stream()
            .allMatch(each -> OWN.contains(each.name()) || namespaces.contains(each.name()));
  }

  /** Creates a namespace, or replaces an existing one's labels. */
  void ensureNamespace(JsonNode json) {
    String name = json.path("name").asText();
    if (call(client -> client.find(ResourceTypes.NAMESPACES, "", name)).isEmpty()) {
      KubeObject namespace =
          KubeObject.named(ResourceTypes.NAMESPACES, "", name)
              .edit(o -> o.withObject("/metadata").set("labels", json.path("labels")));
      run(client -> client.create(ResourceTypes.NAMESPACES, namespace));
      await(
          "service account of namespace " + name,
          () ->
              call(
                  client ->
                      client.find(ResourceTypes.SERVICE_ACCOUNTS, name, "default").isPresent()));
    } else {
      setLabels(ResourceTypes.NAMESPACES, "", name, json.path("labels"));
    }
  }

  void setLabels(ResourceType type, String namespace, String name, JsonNode labels) {
    ArrayNode operations = Json.array();
    operations.addObject().put("op", "add").put("path", "/metadata/labels").set("value", labels);
    run(client -> client.patch(type, namespace, name, Patch.json(operations)));
  }

  void ensurePod(JsonNode json) {
    String namespace = json.path("namespace").asText();
    String name = json.path("name").asText();
    if (call(client -> client.find(ResourceTypes.PODS, namespace, name)).isPresent()) {
      setLabels(ResourceTypes.PODS, namespace, name, json.path("labels"));
    } else {
      run(client -> client.create(ResourceTypes.PODS, pod(json)));
    }
  }

  /** A pod that does nothing; it has the case's address, which policies may refer to. */
  private KubeObject pod(JsonNode json) {
    int workers = cluster.nodes().size() - 1;
    String node = "worker-" + (placed++ % workers + 1);
    ObjectNode spec = Json.object();
    spec.put("nodeName", node).put("terminationGracePeriodSeconds", 1);
    spec.put("automountServiceAccountToken", false);
    ArrayNode containers = spec.putArray("containers");
    for (JsonNode container : json.path("containers")) {
      ObjectNode each = containers.addObject();
      each.put("name", container.path("name").asText()).put("image", "registry.k8s.io/pause:3.10");
      each.set("ports", container.path("ports"));
    }
    return KubeObject.named(
            ResourceTypes.PODS, json.path("namespace").asText(), json.path("name").asText())
        .edit(
            object -> {
              ObjectNode metadata = object.withObject("/metadata");
              metadata.set("labels", json.path("labels"));
              metadata
                  .putObject("annotations")
                  .put(CASE, identity(json))
                  .put("cni.projectcalico.org/ipAddrs", "[\"" + json.path("ip").asText() + "\"]");
              object.set("spec", spec);
            });
  }

  void awaitPods() {
    await(
        "all pods with an address",
        () ->
            call(
                client ->
                    pods(client).stream().noneMatch(pod -> pod.text("/status/podIP").isEmpty())));
  }

  /** Deletes an object and waits until it is gone. */
  void delete(ResourceType type, String namespace, String name) {
    run(client -> client.delete(type, namespace, name, DeleteOptions.background()));
    await(
        type.plural() + " " + name + " gone",
        () -> call(client -> client.find(type, namespace, name).isEmpty()));
  }

  /** All pods except the cluster's own. */
  List<KubeObject> pods() {
    return call(CaseCluster::pods);
  }

  void run(Consumer<ApiClient> action) {
    call(
        client -> {
          action.accept(client);
          return true;
        });
  }

  <T> T call(Function<ApiClient, T> request) {
    return cluster.loop().call(() -> request.apply(cluster.client()));
  }

  /** Waits until changes have taken effect. */
  void settle() {
    cluster.loop().advance(SETTLE);
  }

  private void await(String what, BooleanSupplier holds) {
    for (Duration waited = Duration.ZERO; !holds.getAsBoolean(); waited = waited.plus(LOOK)) {
      if (waited.compareTo(PATIENCE) > 0) {
        throw new IllegalStateException(
            what + ": not within " + PATIENCE.toMinutes() + " minutes; " + warnings());
      }
      cluster.loop().advance(LOOK);
    }
  }

  private String warnings() {
    return call(client -> client.list(ResourceTypes.EVENTS)).stream()
        .filter(event -> event.text("/type").equals("Warning"))
        .map(event -> event.text("/message"))
        .distinct()
        .collect(Collectors.joining("; "));
  }
}
