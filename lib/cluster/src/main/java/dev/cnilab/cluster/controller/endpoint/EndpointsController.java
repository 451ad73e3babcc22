package dev.cnilab.cluster.controller.endpoint;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.client.DeleteOptions;
import dev.cnilab.cluster.client.ListOptions;
import dev.cnilab.cluster.client.WatchEvent;
import dev.cnilab.cluster.controller.work.ControlLoop;
import dev.cnilab.cluster.controller.work.ControllerContext;
import dev.cnilab.cluster.controller.work.ObjectKey;
import dev.cnilab.cluster.controller.work.OwnerReference;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.LabelSelector;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.cluster.placement.Pod;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Maintains an Endpoints object and an EndpointSlice for each Service that selects pods. */
public final class EndpointsController implements AutoCloseable {
  private static final String SERVICE_NAME = "kubernetes.io/service-name";
  private static final String MANAGED_BY = "endpointslice.kubernetes.io/managed-by";
  private static final String HEADLESS = "service.kubernetes.io/headless";

  private static final int MOST_PER_SLICE = 100;

  private final ApiClient client;
  private final ApiClient sliceClient;
  private final ControlLoop control;

  /**
   * Starts the controller.
   *
   * @param context for writing Endpoints
   * @param slices for writing EndpointSlices
   */
  public EndpointsController(ControllerContext context, ControllerContext slices) {
    client = context.client();
    sliceClient = slices.client();
    control =
        context
            .controlLoop(this::reconcile)
            .watch(ResourceTypes.SERVICES)
            .watchMoving(ResourceTypes.PODS, this::servicesOf)
            .watch(
                ResourceTypes.ENDPOINTS,
                event -> event.type() == WatchEvent.Type.DELETED,
                endpoints -> Stream.of(ObjectKey.of(endpoints)))
            .watchMoving(
                ResourceTypes.ENDPOINT_SLICES,
                slice ->
                    Optional.ofNullable(slice.labels().get(SERVICE_NAME)).stream()
                        .map(name -> new ObjectKey(slice.namespace(), name)));
  }

  @Override
  public void close() {
    control.close();
  }

  private Stream<ObjectKey> servicesOf(KubeObject pod) {
    return client.listSelecting(ResourceTypes.SERVICES, pod).stream().map(ObjectKey::of);
  }

  private void reconcile(ObjectKey key) {
    Optional<KubeObject> service = client.find(ResourceTypes.SERVICES, key.namespace(), key.name());
    if (service.isEmpty()) {
      deleteEndpoints(key);
    } else if (!service.get().map("/spec/selector").isEmpty()) {
      List<ServicePod> backends = backends(service.get());
      control.goesOver(key, backends.size());
      updateEndpoints(service.get(), backends);
      if (!service.get().text("/spec/type").equals("ExternalName")) {
        updateSlices(service.get(), backends);
      }
    }
  }

  private List<ServicePod> backends(KubeObject service) {
    return client
        .listMatching(ResourceTypes.PODS, service.namespace(), LabelSelector.of(service))
        .stream()
        .map(Pod::new)
        .filter(pod -> !pod.ip().isEmpty() && !pod.isFinished())
        .map(pod -> ServicePod.of(service, pod))
        .toList();
  }

  private void deleteEndpoints(ObjectKey key) {
    try {
      client.delete(
          ResourceTypes.ENDPOINTS, key.namespace(), key.name(), DeleteOptions.background());
    } catch (ApiException refused) {
      if (!refused.isNotFound()) {
        throw refused;
      }
    }
  }

  private void updateEndpoints(KubeObject service, List<ServicePod> backends) {
    Optional<KubeObject> present =
        client.find(ResourceTypes.ENDPOINTS, service.namespace(), service.name());
    KubeObject before =
        present.orElseGet(
            () -> KubeObject.named(ResourceTypes.ENDPOINTS, service.namespace(), service.name()));
    KubeObject after =
        before.edit(
            json -> {
              label(
                  json,
                  service,
                  Map.of("endpoints.kubernetes.io/managed-by", "endpoint-controller"));
              ArrayNode subsets = subsets(backends);
              if (subsets.isEmpty()) {
                json.remove("subsets");
              } else {
                json.set("subsets", subsets);
              }
            });
    if (present.isEmpty()) {
      client.create(ResourceTypes.ENDPOINTS, after);
    } else if (!after.equals(before)) {
      client.update(ResourceTypes.ENDPOINTS, after);
    }
  }

  /** The addresses, grouped by their ports. */
  private static ArrayNode subsets(List<ServicePod> backends) {
    ArrayNode subsets = Json.array();
    byPorts(backends.stream().filter(ServicePod::isListed).toList())
        .forEach(
            (ports, same) -> {
              ObjectNode subset = subsets.addObject();
              addresses(subset, "addresses", same.stream().filter(ServicePod::answers));
              addresses(subset, "notReadyAddresses", same.stream().filter(b -> !b.answers()));
              subset.set("ports", ports);
            });
    return subsets;
  }

  private static void addresses(ObjectNode subset, String field, Stream<ServicePod> backends) {
    ArrayNode addresses = Json.array();
    backends.forEach(backend -> addresses.add(backend.address()));
    if (!addresses.isEmpty()) {
      subset.set(field, addresses);
    }
  }

  private void updateSlices(KubeObject service, List<ServicePod> backends) {
    List<KubeObject> present =
        client.list(
            ResourceTypes.ENDPOINT_SLICES,
            service.namespace(),
            ListOptions.labels(
                SERVICE_NAME
                    + "="
                    + service.name()
                    + ","
                    + MANAGED_BY
                    + "=endpointslice-controller.k8s.io"));
    List<KubeObject> unused = new ArrayList<>(present);
    for (Slice slice : slices(backends)) {
      KubeObject before =
          unused.stream()
              .filter(each -> each.at("/ports").equals(slice.ports()))
              .findFirst()
              .orElseGet(() -> unused.isEmpty() ? newSlice(service) : unused.getFirst());
      unused.remove(before);
      write(service, before, slice);
    }
    unused.forEach(
        slice ->
            sliceClient.delete(
                ResourceTypes.ENDPOINT_SLICES,
                slice.namespace(),
                slice.name(),
                DeleteOptions.background()));
  }

  /** The content of one EndpointSlice. */
  private record Slice(ArrayNode ports, List<ServicePod> backends) {}

  /**
   * Groups backends with the same ports, at most a hundred in each; one empty group if there are
   * none.
   */
  private static List<Slice> slices(List<ServicePod> backends) {
    List<Slice> slices = new ArrayList<>();
    byPorts(backends)
        .forEach(
            (ports, same) -> {
              for (int i = 0; i < same.size(); i += MOST_PER_SLICE) {
                slices.add(
                    new Slice(ports, same.subList(i, Math.min(i + MOST_PER_SLICE, same.size()))));
              }
            });
    return slices.isEmpty() ? List.of(new Slice(Json.array(), List.of())) : slices;
  }

  private static Map<ArrayNode, List<ServicePod>> byPorts(List<ServicePod> backends) {
    return backends.stream()
        .collect(Collectors.groupingBy(ServicePod::ports, LinkedHashMap::new, Collectors.toList()));
  }

  private void write(KubeObject service, KubeObject before, Slice slice) {
    KubeObject after =
        before.edit(
            json -> {
              label(
                  json,
                  service,
                  new TreeMap<>(
                      Map.of(
                          SERVICE_NAME,
                          service.name(),
                          MANAGED_BY,
                          "endpointslice-controller.k8s.io")));
              ArrayNode endpoints = json.putArray("endpoints");
              slice.backends().forEach(backend -> endpoints.add(backend.endpoint()));
              json.set("ports", slice.ports());
            });
    if (before.resourceVersion().isEmpty()) {
      sliceClient.create(ResourceTypes.ENDPOINT_SLICES, after);
    } else if (!after.equals(before)) {
      sliceClient.update(ResourceTypes.ENDPOINT_SLICES, after);
    }
  }

  private static KubeObject newSlice(KubeObject service) {
    ObjectNode json =
        Json.object()
            .put("apiVersion", ResourceTypes.ENDPOINT_SLICES.apiVersion())
            .put("kind", "EndpointSlice");
    json.putObject("metadata")
        .put("generateName", service.name() + "-")
        .put("namespace", service.namespace())
        .putArray("ownerReferences")
        .add(OwnerReference.controlledBy(service).toJson());
    return KubeObject.of(json.put("addressType", "IPv4"));
  }

  /**
   * The Service's own labels, those that the controller adds, and a marker for headless Services.
   */
  private static void label(ObjectNode json, KubeObject service, Map<String, String> added) {
    ObjectNode labels = json.withObject("/metadata").putObject("labels");
    service.labels().forEach(labels::put);
    added.forEach(labels::put);
    if (service.text("/spec/clusterIP").equals("None")) {
      labels.put(HEADLESS, "");
    }
  }
}
