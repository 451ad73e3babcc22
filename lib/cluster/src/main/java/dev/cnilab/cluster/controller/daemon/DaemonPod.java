package dev.cnilab.cluster.controller.daemon;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.controller.replica.PodTemplate;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.placement.NodeAffinity;
import dev.cnilab.cluster.placement.Taint;
import dev.cnilab.cluster.placement.Taint.Effect;
import dev.cnilab.cluster.placement.Toleration;
import java.util.ArrayList;
import java.util.List;

/** The pod of a DaemonSet for one node, and whether the node may have it. */
final class DaemonPod {
  static final String HASH_LABEL = "controller-revision-hash";
  static final String GENERATION_LABEL = "pod-template-generation";

  private static final List<Toleration> OF_EVERY_DAEMON =
      List.of(
          Toleration.exists("node.kubernetes.io/not-ready", Effect.NO_EXECUTE),
          Toleration.exists("node.kubernetes.io/unreachable", Effect.NO_EXECUTE),
          Toleration.exists("node.kubernetes.io/disk-pressure", Effect.NO_SCHEDULE),
          Toleration.exists("node.kubernetes.io/memory-pressure", Effect.NO_SCHEDULE),
          Toleration.exists("node.kubernetes.io/pid-pressure", Effect.NO_SCHEDULE),
          Toleration.exists("node.kubernetes.io/unschedulable", Effect.NO_SCHEDULE));
  private static final Toleration OF_HOST_NETWORK =
      Toleration.exists("node.kubernetes.io/network-unavailable", Effect.NO_SCHEDULE);

  private DaemonPod() {}

  /** Whether a node gets a pod, may keep an existing one, or must not have one. */
  enum Fit {
    RUN,
    KEEP,
    NONE
  }

  static String hash(KubeObject set) {
    return PodTemplate.of(set).hash(set.at("/status/collisionCount").asInt());
  }

  /** The pod, with a node affinity by which the scheduler binds it to its node. */
  static KubeObject of(KubeObject set, String node) {
    return withTolerations(PodTemplate.of(set).instantiate(set))
        .edit(
            json -> {
              json.withObject("/metadata")
                  .withObject("/labels")
                  .put(HASH_LABEL, hash(set))
                  .put(GENERATION_LABEL, String.valueOf(set.generation()));
              bind(json.withObject("/spec"), node);
            });
  }

  /** A DaemonSet's requirements on a node. */
  static Demands demands(KubeObject set) {
    KubeObject pod = withTolerations(PodTemplate.of(set).instantiate(set));
    return new Demands(pod.text("/spec/nodeName"), NodeAffinity.of(pod), Toleration.of(pod));
  }

  /**
   * A pod's requirements on a node.
   *
   * @param only the one node it may be on, "" for any
   */
  record Demands(String only, NodeAffinity affinity, List<Toleration> tolerations) {
    Fit fit(KubeObject node) {
      if (!(only.isEmpty() || only.equals(node.name())) || !affinity.matches(node)) {
        return Fit.NONE;
      }
      List<Taint> taints = Taint.of(node);
      if (Toleration.allowScheduling(tolerations, taints)) {
        return Fit.RUN;
      }
      List<Taint> evicting =
          taints.stream().filter(taint -> taint.effect() == Effect.NO_EXECUTE).toList();
      return Toleration.allowScheduling(tolerations, evicting) ? Fit.KEEP : Fit.NONE;
    }
  }

  /** The node that a DaemonSet's pod is for, even before it is bound; "" if unknown. */
  static String nodeOf(KubeObject pod) {
    String bound = pod.text("/spec/nodeName");
    return bound.isEmpty()
        ? pod.text(
            "/spec/affinity/nodeAffinity/requiredDuringSchedulingIgnoredDuringExecution"
                + "/nodeSelectorTerms/0/matchFields/0/values/0")
        : bound;
  }

  private static KubeObject withTolerations(KubeObject pod) {
    List<Toleration> tolerations = new ArrayList<>(Toleration.of(pod));
    OF_EVERY_DAEMON.forEach(t -> addOrReplace(tolerations, t));
    if (pod.at("/spec/hostNetwork").asBoolean()) {
      addOrReplace(tolerations, OF_HOST_NETWORK);
    }
    ArrayNode json = Json.array();
    tolerations.forEach(toleration -> json.add(toleration.toJson()));
    return pod.edit(tree -> tree.withObject("/spec").set("tolerations", json));
  }

  private static void addOrReplace(List<Toleration> tolerations, Toleration toleration) {
    tolerations.removeIf(
        t -> t.key().equals(toleration.key()) && t.effect().equals(toleration.effect()));
    tolerations.add(toleration);
  }

  /**
   * Replaces the fields of the required affinity by the node's name, and keeps the label
   * expressions.
   */
  private static void bind(ObjectNode spec, String node) {
    ObjectNode required =
        spec.withObject("/affinity")
            .withObject("/nodeAffinity")
            .withObject("/requiredDuringSchedulingIgnoredDuringExecution");
    ArrayNode terms = required.withArray("/nodeSelectorTerms");
    if (terms.isEmpty()) {
      terms.addObject();
    }
    for (JsonNode term : terms) {
      ObjectNode field = ((ObjectNode) term).putArray("matchFields").addObject();
      field.put("key", "metadata.name").put("operator", "In").putArray("values").add(node);
    }
  }
}
