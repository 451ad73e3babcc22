package dev.cnilab.cluster.scheduler.snapshot;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.placement.Resources;
import dev.cnilab.cluster.placement.Taint;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A node, what the scheduler computes from it once, and its current pods. */
public final class NodeInfo {
  private final KubeObject object;
  private final NodePods pods;
  private final Resources allocatable;
  private final List<Taint> taints;
  private final Map<String, Long> imageSizes;
  private final boolean unschedulable;

  NodeInfo(KubeObject node, NodePods pods) {
    this.object = node;
    this.pods = pods;
    this.allocatable = Resources.allocatable(node);
    this.taints = Taint.of(node);
    this.imageSizes = imageSizes(node);
    this.unschedulable = node.at("/spec/unschedulable").asBoolean();
  }

  public KubeObject object() {
    return object;
  }

  public String name() {
    return object.name();
  }

  /** Whether it is cordoned. */
  public boolean isUnschedulable() {
    return unschedulable;
  }

  public Collection<PodInfo> pods() {
    return pods.all();
  }

  /** Its pods with a required anti-affinity. */
  public Collection<PodInfo> exclusivePods() {
    return pods.exclusive();
  }

  /** The node as it would be without some of its pods. */
  public NodeInfo without(Collection<PodInfo> gone) {
    NodePods rest = pods.copy();
    gone.forEach(pod -> rest.remove(pod.key()));
    return new NodeInfo(object, rest);
  }

  /** The node as it would be with some more pods. */
  public NodeInfo with(Collection<PodInfo> more) {
    NodePods all = pods.copy();
    more.forEach(all::put);
    return new NodeInfo(object, all);
  }

  /** How many pods of a namespace have these labels and are not terminating. */
  public int podsWith(String namespace, Map<String, String> labels) {
    return pods.count(namespace, labels);
  }

  public Resources allocatable() {
    return allocatable;
  }

  public Resources requested() {
    return pods.requested();
  }

  /** The requests, with an assumed amount for containers without requests. */
  public Resources assumed() {
    return pods.assumed();
  }

  public List<Taint> taints() {
    return taints;
  }

  /** In bytes, by each name of an image. */
  public Map<String, Long> imageSizes() {
    return imageSizes;
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
