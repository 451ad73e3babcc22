package dev.cnilab.cluster.kubelet.resize;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.kubelet.admission.NodeFit;
import dev.cnilab.cluster.kubelet.admission.PodRefusal;
import dev.cnilab.cluster.kubelet.pod.Pod;
import dev.cnilab.cluster.kubelet.pod.RuntimePod;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.record.EventRecorder;
import dev.cnilab.cluster.record.EventType;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Decides whether a running pod gets the new resources it asks for, and reports the progress, like
 * the kubelet's allocation manager.
 */
public final class Resizing {
  private final ResourceAllocations allocations;
  private final NodeFit fit;
  private final ContainerLimits limits;
  private final EventRecorder recorder;
  private final InstantSource clock;
  private final Consumer<String> wake;
  private final Map<String, ResizeCondition> pending = new HashMap<>();
  private final Map<String, ResizeCondition> inProgress = new HashMap<>();

  /**
   * Without any resize in progress.
   *
   * @param wake syncs the pod of a uid again
   */
  public Resizing(
      ResourceAllocations allocations,
      NodeFit fit,
      ContainerLimits limits,
      EventRecorder recorder,
      InstantSource clock,
      Consumer<String> wake) {
    this.allocations = allocations;
    this.fit = fit;
    this.limits = limits;
    this.recorder = recorder;
    this.clock = clock;
    this.wake = wake;
  }

  /** Allocates a new pod's resources. */
  public void admitted(Pod pod) {
    allocations.allocate(pod);
  }

  /** A pod with its allocated resources, without checking what it asks for. */
  public Pod allocated(Pod pod) {
    return allocations.allocated(pod);
  }

  /** A pod with its resources from now on: those it asks for if there is room. */
  public Pod decide(Pod wanted) {
    if (!allocations.knows(wanted.uid())) {
      allocations.restore(wanted);
    }
    Pod allocated = allocations.allocated(wanted);
    if (allocated.equals(wanted)) {
      pending.remove(wanted.uid());
      return wanted;
    }
    Optional<PodRefusal> shortage = fit.shortageAfterResize(wanted);
    if (shortage.isPresent()) {
      defer(wanted, shortage.get().message());
      return allocated;
    }
    allocations.allocate(wanted);
    pending.remove(wanted.uid());
    inProgress.put(
        wanted.uid(),
        new ResizeCondition(
            ResizeCondition.IN_PROGRESS, "", "", wanted.object().generation(), clock.instant()));
    event(wanted, EventType.NORMAL, "ResizeStarted", "Pod resize started", "");
    retryOthers(wanted.uid());
    return wanted;
  }

  private void defer(Pod wanted, String message) {
    ResizeCondition before = pending.get(wanted.uid());
    ResizeCondition now =
        new ResizeCondition(
            ResizeCondition.PENDING,
            "Deferred",
            message,
            wanted.object().generation(),
            before == null ? clock.instant() : before.since());
    pending.put(wanted.uid(), now);
    if (before == null || !before.saysAsMuchAs(now)) {
      event(wanted, EventType.WARNING, "ResizeDeferred", "Pod resize Deferred", message);
    }
  }

  /** Checks whether the containers of a pod have the allocated resources. */
  public void observe(Pod pod, RuntimePod known) {
    ResizeCondition condition = inProgress.get(pod.uid());
    if (condition != null && limits.areApplied(pod, known)) {
      inProgress.remove(pod.uid());
      event(pod, EventType.NORMAL, "ResizeCompleted", "Pod resize completed", "");
    }
  }

  /** Syncs a pod again soon whose containers have just got other resources. */
  public void expect(Pod pod) {
    if (inProgress.containsKey(pod.uid())) {
      wake.accept(pod.uid());
    }
  }

  /** Releases the resources of a pod that has ended. */
  public void forget(String podUid) {
    allocations.forget(podUid);
    pending.remove(podUid);
    inProgress.remove(podUid);
    retryOthers(podUid);
  }

  private void retryOthers(String podUid) {
    List.copyOf(pending.keySet()).stream().filter(uid -> !uid.equals(podUid)).forEach(wake);
  }

  /** Adds the resize conditions to a pod's status. */
  public void addConditions(Pod pod, ObjectNode status) {
    for (Map<String, ResizeCondition> each : List.of(pending, inProgress)) {
      ResizeCondition condition = each.get(pod.uid());
      if (condition != null) {
        status.withArray("conditions").add(condition.toJson());
      }
    }
  }

  /** As podResizeMessage: a few words, then the requested resources as JSON. */
  private void event(Pod pod, EventType type, String reason, String words, String error) {
    ObjectNode summary = Json.object();
    for (String list : List.of("initContainers", "containers")) {
      List<ObjectNode> all = new ArrayList<>();
      for (JsonNode container : pod.object().at("/spec/" + list)) {
        ObjectNode each = Json.object().put("name", container.path("name").asText());
        each.set("resources", sorted(container.path("resources")));
        all.add(each);
      }
      if (!all.isEmpty()) {
        summary.putArray(list).addAll(all);
      }
    }
    summary.put("generation", pod.object().generation());
    if (!error.isEmpty()) {
      summary.put("error", error);
    }
    recorder.event(pod.reference(), type, reason, words + ": " + summary);
  }

  /** In the order in which Go writes the structure: limits first. */
  private static ObjectNode sorted(JsonNode resources) {
    ObjectNode sorted = Json.object();
    for (String list : List.of("limits", "requests", "claims")) {
      if (resources.has(list)) {
        sorted.set(list, resources.get(list).deepCopy());
      }
    }
    return sorted;
  }
}
