package dev.cnilab.cluster.kubelet.status;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.kubelet.pod.ContainerSpec;
import dev.cnilab.cluster.kubelet.pod.Pod;
import dev.cnilab.cluster.kubelet.status.container.ContainerStates;
import dev.cnilab.cluster.log.GoText;
import dev.cnilab.cluster.object.Conditions;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.placement.DisruptionTarget;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The conditions of a pod that its kubelet owns; others are left alone. */
final class PodConditions {
  private static final Set<String> OWNED =
      Set.of(
          "PodReadyToStartContainers",
          "Initialized",
          "Ready",
          "ContainersReady",
          "PodScheduled",
          "PodResizePending",
          "PodResizeInProgress");

  private final Pod pod;
  private final JsonNode status;
  private final Map<String, JsonNode> init;
  private final Map<String, JsonNode> regular;
  private final ArrayNode conditions = Json.array();

  /** Why a condition does not hold; reason and message may be "". */
  private record Verdict(boolean holds, String reason, String message) {
    static final Verdict YES = new Verdict(true, "", "");
  }

  private PodConditions(Pod pod, JsonNode status) {
    this.pod = pod;
    this.status = status;
    this.init = Json.byName(status.path("initContainerStatuses"));
    this.regular = Json.byName(status.path("containerStatuses"));
  }

  /**
   * All conditions for a status whose phase and container statuses are set.
   *
   * @param old the status before; a condition that did not change keeps its time
   * @param lack why the pod has no sandbox in which containers could start; "" if it has one
   */
  static ArrayNode of(Pod pod, JsonNode status, JsonNode old, String lack, Instant now) {
    PodConditions made = new PodConditions(pod, status);
    pod.object().at("/status/conditions").forEach(made::keepUnlessOwned);
    made.add(
        "PodReadyToStartContainers",
        lack.isEmpty() ? Verdict.YES : new Verdict(false, "PodSandboxNotReady", lack));
    made.add("Initialized", made.initialized());
    made.add("Ready", made.ready());
    made.add("ContainersReady", made.containersReady());
    made.add("PodScheduled", Verdict.YES);
    String time = now.truncatedTo(ChronoUnit.SECONDS).toString();
    made.conditions.forEach(condition -> putTransition((ObjectNode) condition, old, time));
    return made.conditions;
  }

  /**
   * Whether the condition reports a disruption of the pod, for which a kubelet may also be the
   * cause.
   */
  static boolean isDisruption(JsonNode condition) {
    return condition.path("type").asText().equals(DisruptionTarget.TYPE);
  }

  static boolean isOwned(JsonNode condition) {
    return OWNED.contains(condition.path("type").asText());
  }

  private void keepUnlessOwned(JsonNode condition) {
    if (!isOwned(condition)) {
      conditions.add(condition.deepCopy());
    }
  }

  private void add(String type, Verdict verdict) {
    ObjectNode condition = conditions.addObject();
    condition.putNull("lastProbeTime");
    if (!verdict.message().isEmpty()) {
      condition.put("message", verdict.message());
    }
    if (pod.object().generation() > 0) {
      condition.put("observedGeneration", pod.object().generation());
    }
    if (!verdict.reason().isEmpty()) {
      condition.put("reason", verdict.reason());
    }
    condition.put("status", verdict.holds() ? "True" : "False").put("type", type);
  }

  private static void putTransition(ObjectNode condition, JsonNode old, String now) {
    if (!isOwned(condition)) {
      return;
    }
    String since = now;
    for (JsonNode before : old.path("conditions")) {
      if (before.path("type").equals(condition.path("type"))
          && before.path("status").equals(condition.path("status"))) {
        since = before.path("lastTransitionTime").asText(now);
      }
    }
    condition.put("lastTransitionTime", since);
  }

  private Verdict initialized() {
    List<String> incomplete = new ArrayList<>();
    for (ContainerSpec container : pod.initContainers()) {
      if (!is(container.isRestartableInit() ? "started" : "ready", init, container)) {
        incomplete.add(container.name());
      }
    }
    if (phase().equals("Succeeded")) {
      return new Verdict(true, "PodCompleted", "");
    }
    if (incomplete.isEmpty() || hasRegularStarted()) {
      return Verdict.YES;
    }
    return new Verdict(
        false,
        "ContainersNotInitialized",
        "containers with incomplete status: " + GoText.list(incomplete));
  }

  private boolean hasRegularStarted() {
    for (JsonNode container : status.path("containerStatuses")) {
      if (ContainerStates.isRunning(container)
          || ContainerStates.isTerminated(container)
          || ContainerStates.hasTerminatedBefore(container)) {
        return true;
      }
    }
    return false;
  }

  private Verdict containersReady() {
    if (phase().equals("Succeeded")) {
      return new Verdict(false, "PodCompleted", "");
    }
    if (phase().equals("Failed")) {
      return new Verdict(false, "PodFailed", "");
    }
    List<String> unready = new ArrayList<>();
    pod.initContainers().stream()
        .filter(ContainerSpec::isRestartableInit)
        .filter(container -> !is("ready", init, container))
        .forEach(container -> unready.add(container.name()));
    pod.containers().stream()
        .filter(container -> !is("ready", regular, container))
        .forEach(container -> unready.add(container.name()));
    return unready.isEmpty()
        ? Verdict.YES
        : new Verdict(
            false, "ContainersNotReady", "containers with unready status: " + GoText.list(unready));
  }

  private Verdict ready() {
    Verdict containers = containersReady();
    if (!containers.holds()) {
      return containers;
    }
    List<String> unready = new ArrayList<>();
    for (JsonNode gate : pod.object().at("/spec/readinessGates")) {
      String type = gate.path("conditionType").asText();
      String now = conditionStatus(type);
      if (now.isEmpty()) {
        unready.add(
            "corresponding condition of pod readiness gate "
                + GoText.quote(type)
                + " does not exist.");
      } else if (!now.equals("True")) {
        unready.add(
            "the status of pod readiness gate "
                + GoText.quote(type)
                + " is not \"True\", but "
                + now);
      }
    }
    return unready.isEmpty()
        ? Verdict.YES
        : new Verdict(false, "ReadinessGatesNotReady", String.join(", ", unready));
  }

  private String conditionStatus(String type) {
    return Conditions.status(pod.object().at("/status/conditions"), type);
  }

  private static boolean is(String field, Map<String, JsonNode> statuses, ContainerSpec container) {
    return Json.named(statuses, container.name()).path(field).asBoolean();
  }

  private String phase() {
    return status.path("phase").asText();
  }
}
