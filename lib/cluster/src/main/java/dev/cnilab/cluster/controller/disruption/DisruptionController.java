package dev.cnilab.cluster.controller.disruption;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.ListOptions;
import dev.cnilab.cluster.object.Conditions;
import dev.cnilab.cluster.controller.work.ControlLoop;
import dev.cnilab.cluster.controller.work.ControllerContext;
import dev.cnilab.cluster.controller.work.ObjectKey;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.cluster.placement.LabelSelector;
import dev.cnilab.cluster.placement.Pod;
import dev.cnilab.cluster.record.EventRecorder;
import dev.cnilab.cluster.record.EventType;
import java.util.List;

/** Counts the pods that each PodDisruptionBudget speaks of, and how many of them may go. */
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
                    client.list(ResourceTypes.POD_DISRUPTION_BUDGETS).stream()
                        .filter(budget -> budget.namespace().equals(pod.namespace()))
                        .filter(budget -> LabelSelector.of(budget).matches(pod.labels()))
                        .map(ObjectKey::of));
  }

  @Override
  public void close() {
    control.close();
  }

  private void reconcile(KubeObject budget) {
    LabelSelector selector = LabelSelector.of(budget);
    List<Pod> pods =
        client.list(ResourceTypes.PODS, budget.namespace(), ListOptions.everything()).stream()
            .filter(pod -> selector.matches(pod.labels()))
            .map(Pod::new)
            .filter(pod -> !pod.isFinished())
            .toList();
    if (pods.isEmpty()) {
      recorder.event(budget, EventType.NORMAL, "NoPods", "No matching pods found");
    }
    long healthy = pods.stream().filter(pod -> pod.isActive() && pod.isReady()).count();
    JsonNode least = budget.at("/spec/minAvailable");
    long desired =
        least.isMissingNode()
            ? Math.max(0, pods.size() - share(budget.at("/spec/maxUnavailable"), pods.size()))
            : share(least, pods.size());
    long allowed = pods.isEmpty() ? 0 : Math.max(0, healthy - desired);
    KubeObject after =
        budget.edit(
            json -> {
              ObjectNode status = json.withObject("/status");
              status
                  .put("currentHealthy", healthy)
                  .put("desiredHealthy", desired)
                  .put("disruptionsAllowed", allowed)
                  .put("expectedPods", pods.size())
                  .put("observedGeneration", budget.generation());
              Conditions.put(status.withArray("/conditions"), condition(budget, allowed > 0));
            });
    if (!after.equals(budget)) {
      client.updateStatus(ResourceTypes.POD_DISRUPTION_BUDGETS, after);
    }
  }

  /** A number, or a percentage of all, rounded up. */
  private static long share(JsonNode value, int all) {
    String text = value.asText("0");
    return text.endsWith("%")
        ? (Long.parseLong(text.substring(0, text.length() - 1)) * all + 99) / 100
        : Long.parseLong(text);
  }

  private ObjectNode condition(KubeObject budget, boolean allowed) {
    String status = allowed ? "True" : "False";
    String since =
        Conditions.find(budget.at("/status/conditions"), CONDITION)
            .filter(before -> before.path("status").asText().equals(status))
            .map(before -> before.path("lastTransitionTime").asText())
            .orElseGet(context::timestamp);
    return Conditions.of(CONDITION, status, allowed ? "SufficientPods" : "InsufficientPods", "")
        .put("lastTransitionTime", since)
        .put("observedGeneration", budget.generation());
  }
}
