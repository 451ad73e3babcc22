package dev.cnilab.cluster.controller.disruption;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.controller.work.ControlLoop;
import dev.cnilab.cluster.controller.work.ControllerContext;
import dev.cnilab.cluster.controller.work.ObjectKey;
import dev.cnilab.cluster.log.GoText;
import dev.cnilab.cluster.object.Conditions;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.LabelSelector;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.cluster.placement.Pod;
import dev.cnilab.cluster.record.EventRecorder;
import dev.cnilab.cluster.record.EventType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** Counts the pods that each PodDisruptionBudget covers, and how many of them may be disrupted. */
public final class DisruptionController implements AutoCloseable {
  private static final String CONDITION = "DisruptionAllowed";

  private final ControllerContext context;
  private final ApiClient client;
  private final EventRecorder recorder;
  private final ControlLoop control;

  public DisruptionController(ControllerContext context) {
    this.context = context;
    client = context.client();
    recorder = context.recorder("controllermanager");
    control =
        context
            .controlLoop(
                key ->
                    client
                        .find(ResourceTypes.POD_DISRUPTION_BUDGETS, key.namespace(), key.name())
                        .ifPresent(this::reconcile))
            .watch(ResourceTypes.POD_DISRUPTION_BUDGETS)
            .watch(
                ResourceTypes.PODS,
                pod ->
                    client.listSelecting(ResourceTypes.POD_DISRUPTION_BUDGETS, pod).stream()
                        .map(ObjectKey::of));
  }

  @Override
  public void close() {
    control.close();
  }

  private void reconcile(KubeObject budget) {
    List<KubeObject> pods =
        client.listMatching(ResourceTypes.PODS, budget.namespace(), LabelSelector.of(budget));
    if (pods.isEmpty()) {
      recorder.event(budget, EventType.NORMAL, "NoPods", "No matching pods found");
    }
    try {
      ExpectedPods expected = ExpectedPods.of(budget, pods, client);
      if (!expected.unmanaged().isEmpty()) {
        recorder.event(budget, EventType.WARNING, "UnmanagedPods", unmanaged(budget));
      }
      count(budget, pods, expected);
    } catch (ExpectedPods.Unknown unknown) {
      recorder.event(
          budget,
          EventType.WARNING,
          "CalculateExpectedPodCountFailed",
          "Failed to calculate the number of expected pods: " + unknown.getMessage());
      allowNone(budget, String.valueOf(unknown.getMessage()));
    }
  }

  private void count(KubeObject budget, List<KubeObject> pods, ExpectedPods expected) {
    Instant now = context.loop().now();
    DisruptedPods disrupted = DisruptedPods.of(budget, pods, now);
    disrupted.overdue().forEach(pod -> sayNotDeleted(budget, pod));
    long healthy =
        pods.stream()
            .filter(pod -> !pod.isTerminating() && !disrupted.includes(pod.name()))
            .filter(pod -> new Pod(pod).isReady())
            .count();
    long allowed = expected.pods() == 0 ? 0 : Math.max(0, healthy - expected.healthy());
    write(
        budget,
        status -> {
          status
              .put("currentHealthy", healthy)
              .put("desiredHealthy", expected.healthy())
              .put("disruptionsAllowed", allowed)
              .put("expectedPods", expected.pods());
          status.remove("disruptedPods");
          disrupted
              .since()
              .forEach((pod, granted) -> status.withObject("/disruptedPods").put(pod, granted));
        },
        condition(budget, allowed > 0, allowed > 0 ? "SufficientPods" : "InsufficientPods", ""));
    disrupted
        .nextEnd()
        .ifPresent(end -> control.addAfter(ObjectKey.of(budget), Duration.between(now, end)));
  }

  /** Allows no disruptions while their number is unknown. */
  private void allowNone(KubeObject budget, String why) {
    write(
        budget,
        status -> status.put("disruptionsAllowed", 0),
        condition(budget, false, "SyncFailed", why));
  }

  private void write(KubeObject budget, Consumer<ObjectNode> change, ObjectNode condition) {
    KubeObject after =
        budget.edit(
            json -> {
              ObjectNode status = json.withObject("/status");
              change.accept(status);
              status.put("observedGeneration", budget.generation());
              Conditions.put(status.withArray("/conditions"), condition);
            });
    if (!after.equals(budget)) {
      client.updateStatus(ResourceTypes.POD_DISRUPTION_BUDGETS, after);
    }
  }

  private void sayNotDeleted(KubeObject budget, KubeObject pod) {
    recorder.event(
        pod,
        EventType.WARNING,
        "NotDeleted",
        "Pod was expected by PDB %s/%s to be deleted but it wasn't"
            .formatted(budget.namespace(), budget.name()));
  }

  private static String unmanaged(KubeObject budget) {
    return "Pods selected by this PodDisruptionBudget (selector: "
        + GoText.labelSelector(budget.at("/spec/selector"))
        + ") were found to be unmanaged. As a result, the status of the PDB cannot be calculated"
        + " correctly, which may result in undefined behavior. To account for these pods please set"
        + " \".spec.minAvailable\" field of the PDB to an integer value.";
  }

  private ObjectNode condition(KubeObject budget, boolean allowed, String reason, String message) {
    String status = allowed ? "True" : "False";
    JsonNode since =
        Conditions.find(budget.at("/status/conditions"), CONDITION)
            .filter(before -> before.path("status").asText().equals(status))
            .map(before -> before.path("lastTransitionTime"))
            .orElseGet(() -> TextNode.valueOf(context.timestamp()));
    ObjectNode condition = Conditions.of(CONDITION, status, reason, message);
    condition.set("lastTransitionTime", since);
    return condition.put("observedGeneration", budget.generation());
  }
}
