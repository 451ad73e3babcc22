package dev.cnilab.cluster.kubelet.status;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.kubelet.pod.ContainerSpec;
import dev.cnilab.cluster.kubelet.pod.Pod;
import dev.cnilab.cluster.kubelet.status.container.ContainerStates;
import dev.cnilab.cluster.object.Json;
import java.util.Map;

/** A pod's phase, derived from the states of its containers. */
final class PodPhase {
  private final Pod pod;
  private int waiting;
  private int running;
  private int stopped;
  private int succeeded;
  private boolean initPending;
  private boolean initFailed;

  private PodPhase(Pod pod, JsonNode initStatuses, JsonNode statuses) {
    this.pod = pod;
    Map<String, JsonNode> init = Json.byName(initStatuses);
    for (ContainerSpec container : pod.initContainers()) {
      countInit(container, Json.named(init, container.name()));
    }
    Map<String, JsonNode> regular = Json.byName(statuses);
    for (ContainerSpec container : pod.containers()) {
      count(Json.named(regular, container.name()));
    }
  }

  /**
   * The phase.
   *
   * @param initialized whether a regular container has been created already
   * @param ended whether no container will ever be started again
   */
  static String of(
      Pod pod, JsonNode initStatuses, JsonNode statuses, boolean initialized, boolean ended) {
    return new PodPhase(pod, initStatuses, statuses).phase(initialized, ended);
  }

  private String phase(boolean initialized, boolean ended) {
    if (initFailed && !pod.restartsOnFailure()) {
      return "Failed";
    }
    if ((initPending && !initialized) || waiting > 0) {
      return "Pending";
    }
    if (running > 0) {
      return "Running";
    }
    if (stopped == 0) {
      return "Pending";
    }
    String end = stopped == succeeded ? "Succeeded" : "Failed";
    if (ended && !pod.isStatic()) {
      return end;
    }
    return switch (pod.restartPolicy()) {
      case "Never" -> end;
      case "OnFailure" -> stopped == succeeded ? end : "Running";
      default -> "Running";
    };
  }

  private void countInit(ContainerSpec container, JsonNode status) {
    if (container.isRestartableInit()) {
      initPending |= !status.path("started").asBoolean() && !hasEnded(status);
      running += ContainerStates.isRunning(status) ? 1 : 0;
      return;
    }
    JsonNode end =
        ContainerStates.isTerminated(status)
            ? status.at("/state/terminated")
            : status.at("/lastState/terminated");
    if (ContainerStates.isRunning(status) || end.isMissingNode()) {
      initPending = true;
    } else if (end.path("exitCode").asInt() != 0) {
      initFailed = true;
      initPending |= pod.restartsOnFailure();
    }
  }

  private void count(JsonNode status) {
    if (ContainerStates.isRunning(status)) {
      running++;
    } else if (ContainerStates.isTerminated(status)) {
      stopped++;
      succeeded += status.at("/state/terminated/exitCode").asInt() == 0 ? 1 : 0;
    } else if (ContainerStates.hasTerminatedBefore(status)) {
      stopped++;
    } else {
      waiting++;
    }
  }

  private static boolean hasEnded(JsonNode status) {
    return ContainerStates.isTerminated(status) || ContainerStates.hasTerminatedBefore(status);
  }
}
