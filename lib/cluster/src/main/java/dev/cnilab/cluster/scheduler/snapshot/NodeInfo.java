package dev.cnilab.cluster.scheduler.snapshot;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.placement.Resources;
import dev.cnilab.cluster.placement.Taint;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A node with the pods on it.
 *
 * @param assumed as requested, with something for containers that request nothing
 * @param imageSizes in bytes, by each name of an image
 */
public record NodeInfo(
    KubeObject object,
    Collection<PodInfo> pods,
    Resources allocatable,
    Resources requested,
    Resources assumed,
    List<Taint> taints,
    Map<String, Long> imageSizes) {
  static NodeInfo of(KubeObject node, Collection<PodInfo> pods) {
    Resources requested = new Resources(new TreeMap<>());
    Resources assumed = requested;
    for (PodInfo pod : pods) {
      requested = requested.plus(pod.requests());
      assumed = assumed.plus(pod.assumed());
    }
    return new NodeInfo(
        node,
        pods,
        Resources.allocatable(node),
        requested,
        assumed,
        Taint.of(node),
        imageSizes(node));
  }

  public String name() {
    return object.name();
  }

  private static Map<String, Long> imageSizes(KubeObject node) {
    Map<String, Long> sizes = new HashMap<>();
    for (JsonNode image : node.at("/status/images")) {
      for (JsonNode name : image.path("names")) {
        sizes.put(name.asText(), image.path("sizeBytes").asLong());
      }
    }
    return sizes;
  }
}
