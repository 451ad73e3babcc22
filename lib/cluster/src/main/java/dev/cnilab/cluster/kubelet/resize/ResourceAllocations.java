package dev.cnilab.cluster.kubelet.resize;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.kubelet.pod.ContainerSpec;
import dev.cnilab.cluster.kubelet.pod.Pod;
import dev.cnilab.cluster.object.Json;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The resources allocated to each pod, which may differ from what it asks for now. */
public final class ResourceAllocations {
  private static final List<String> LISTS = List.of("containers", "initContainers");

  /** By the pod's uid and the container's name. */
  private final Map<String, Map<String, JsonNode>> byPod = new HashMap<>();

  boolean knows(String podUid) {
    return byPod.containsKey(podUid);
  }

  /** Allocates what a pod asks for. */
  void allocate(Pod pod) {
    Map<String, JsonNode> resources = new HashMap<>();
    for (String list : LISTS) {
      for (JsonNode container : pod.object().at("/spec/" + list)) {
        resources.put(container.path("name").asText(), resources(container));
      }
    }
    byPod.put(pod.uid(), resources);
  }

  /** Restores a pod's allocation from its status, which an earlier kubelet wrote. */
  void restore(Pod pod) {
    allocate(pod);
    Map<String, JsonNode> resources = Objects.requireNonNull(byPod.get(pod.uid()), pod.uid());
    Map<String, JsonNode> statuses = Json.byName(pod.object().at("/status/containerStatuses"));
    for (ContainerSpec container : pod.containers()) {
      JsonNode reported = Json.named(statuses, container.name());
      if (reported.has("resources")) {
        resources.put(container.name(), reported.get("resources"));
      }
    }
  }

  void forget(String podUid) {
    byPod.remove(podUid);
  }

  /** A pod with its allocated resources; the pod itself if those are what it asks for. */
  public Pod allocated(Pod pod) {
    Map<String, JsonNode> resources = byPod.get(pod.uid());
    if (resources == null || !differs(pod, resources)) {
      return pod;
    }
    return new Pod(
        pod.object()
            .edit(
                json -> {
                  for (String list : LISTS) {
                    for (JsonNode container : json.at("/spec/" + list)) {
                      JsonNode own = resources.get(container.path("name").asText());
                      if (own != null) {
                        ((ObjectNode) container).set("resources", own.deepCopy());
                      }
                    }
                  }
                }));
  }

  private static boolean differs(Pod pod, Map<String, JsonNode> resources) {
    for (String list : LISTS) {
      for (JsonNode container : pod.object().at("/spec/" + list)) {
        JsonNode own = resources.get(container.path("name").asText());
        if (own != null && !own.equals(resources(container))) {
          return true;
        }
      }
    }
    return false;
  }

  private static JsonNode resources(JsonNode container) {
    JsonNode resources = container.path("resources");
    return resources.isObject() ? resources : Json.object();
  }
}
