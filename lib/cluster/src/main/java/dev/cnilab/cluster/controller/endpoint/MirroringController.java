package dev.cnilab.cluster.controller.endpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.DeleteOptions;
import dev.cnilab.cluster.client.ListOptions;
import dev.cnilab.cluster.controller.work.ControlLoop;
import dev.cnilab.cluster.controller.work.ControllerContext;
import dev.cnilab.cluster.controller.work.ObjectKey;
import dev.cnilab.cluster.controller.work.OwnerReference;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Copies hand-written Endpoints of a Service without a selector into EndpointSlices, because
 * proxies read nothing else. After {@code pkg/controller/endpointslicemirroring}.
 */
public final class MirroringController implements AutoCloseable {
  private static final String SERVICE_NAME = "kubernetes.io/service-name";
  private static final String MANAGED_BY = "endpointslice.kubernetes.io/managed-by";
  private static final String MANAGER = "endpointslicemirroring-controller.k8s.io";
  private static final String SKIP = "endpointslice.kubernetes.io/skip-mirror";
  private static final String LEADER = "control-plane.alpha.kubernetes.io/leader";
  private static final String LAST_CHANGE = "endpoints.kubernetes.io/last-change-trigger-time";
  private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

  /** {@code --mirroring-max-endpoints-per-subset}. */
  private static final int MOST_PER_SUBSET = 1000;

  private final ApiClient client;
  private final ControlLoop control;

  public MirroringController(ControllerContext context) {
    client = context.client();
    control =
        context
            .controlLoop(this::reconcile)
            .watch(ResourceTypes.SERVICES)
            .watch(ResourceTypes.ENDPOINTS)
            .watchMoving(
                ResourceTypes.ENDPOINT_SLICES,
                slice ->
                    MANAGER.equals(slice.labels().get(MANAGED_BY))
                        ? Optional.ofNullable(slice.labels().get(SERVICE_NAME)).stream()
                            .map(name -> new ObjectKey(slice.namespace(), name))
                        : Stream.empty());
  }

  @Override
  public void close() {
    control.close();
  }

  private void reconcile(ObjectKey key) {
    Optional<KubeObject> endpoints =
        client
            .find(ResourceTypes.ENDPOINTS, key.namespace(), key.name())
            .filter(MirroringController::wantsMirror)
            .filter(written -> hasServiceWithoutSelector(key));
    List<KubeObject> unused = new ArrayList<>(mirrored(key));
    for (JsonNode subset : endpoints.map(each -> each.at("/subsets")).orElse(Json.array())) {
      KubeObject before =
          unused.stream()
              .filter(each -> each.at("/ports").equals(ports(subset)))
              .findFirst()
              .orElseGet(() -> unused.isEmpty() ? newSlice(endpoints.get()) : unused.getFirst());
      unused.remove(before);
      write(endpoints.get(), before, subset);
    }
    unused.forEach(
        slice ->
            client.delete(
                ResourceTypes.ENDPOINT_SLICES,
                slice.namespace(),
                slice.name(),
                DeleteOptions.background()));
  }

  private static boolean wantsMirror(KubeObject endpoints) {
    return !"true".equals(endpoints.labels().get(SKIP))
        && !endpoints.map("/metadata/annotations").containsKey(LEADER);
  }

  private boolean hasServiceWithoutSelector(ObjectKey key) {
    return client
        .find(ResourceTypes.SERVICES, key.namespace(), key.name())
        .filter(service -> service.map("/spec/selector").isEmpty())
        .isPresent();
  }

  private List<KubeObject> mirrored(ObjectKey key) {
    return client.list(
        ResourceTypes.ENDPOINT_SLICES,
        key.namespace(),
        ListOptions.labels(SERVICE_NAME + "=" + key.name() + "," + MANAGED_BY + "=" + MANAGER));
  }

  private void write(KubeObject endpoints, KubeObject before, JsonNode subset) {
    KubeObject after =
        before.edit(
            json -> {
              label(json, endpoints);
              json.set("endpoints", addresses(subset));
              json.set("ports", ports(subset));
            });
    if (before.resourceVersion().isEmpty()) {
      client.create(ResourceTypes.ENDPOINT_SLICES, after);
    } else if (!after.equals(before)) {
      client.update(ResourceTypes.ENDPOINT_SLICES, after);
    }
  }

  private static void label(ObjectNode json, KubeObject endpoints) {
    ObjectNode labels = json.withObject("/metadata").putObject("labels");
    endpoints.labels().forEach(labels::put);
    labels.put(SERVICE_NAME, endpoints.name()).put(MANAGED_BY, MANAGER);
    ObjectNode annotations = Json.object();
    endpoints.map("/metadata/annotations").forEach(annotations::put);
    annotations.remove(List.of(LAST_CHANGE, LAST_APPLIED));
    if (!annotations.isEmpty()) {
      json.withObject("/metadata").set("annotations", annotations);
    }
  }

  private static ArrayNode ports(JsonNode subset) {
    ArrayNode ports = Json.array();
    for (JsonNode each : subset.path("ports")) {
      ObjectNode port = ports.addObject();
      port.put("name", each.path("name").asText(""));
      port.set("port", each.path("port"));
      port.put("protocol", each.path("protocol").asText("TCP"));
      if (each.has("appProtocol")) {
        port.set("appProtocol", each.path("appProtocol"));
      }
    }
    return ports;
  }

  private static ArrayNode addresses(JsonNode subset) {
    ArrayNode endpoints = Json.array();
    subset.path("addresses").forEach(each -> add(endpoints, each, true));
    subset.path("notReadyAddresses").forEach(each -> add(endpoints, each, false));
    return endpoints;
  }

  private static void add(ArrayNode endpoints, JsonNode address, boolean ready) {
    if (endpoints.size() == MOST_PER_SUBSET) {
      return;
    }
    ObjectNode endpoint = endpoints.addObject();
    endpoint.putArray("addresses").add(address.path("ip").asText());
    endpoint.putObject("conditions").put("ready", ready);
    for (String field : List.of("hostname", "nodeName", "targetRef")) {
      if (address.has(field)) {
        endpoint.set(field, address.get(field));
      }
    }
  }

  private static KubeObject newSlice(KubeObject endpoints) {
    ObjectNode json =
        Json.object()
            .put("apiVersion", ResourceTypes.ENDPOINT_SLICES.apiVersion())
            .put("kind", "EndpointSlice");
    json.putObject("metadata")
        .put("generateName", endpoints.name() + "-")
        .put("namespace", endpoints.namespace())
        .putArray("ownerReferences")
        .add(OwnerReference.controlledBy(endpoints).toJson());
    return KubeObject.of(json.put("addressType", "IPv4"));
  }
}
