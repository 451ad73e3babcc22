package dev.cnilab.cluster.apiserver.table.cell;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/**
 * The READY, STATUS and RESTARTS of a pod, derived from its containers' states step by step as in
 * {@code printPod} of Kubernetes' {@code pkg/printers/internalversion}.
 */
public final class PodStatus {
  private final KubeObject pod;
  private final Set<String> sidecars = new HashSet<>();
  private final int total;
  private String reason;
  private int ready;
  private int restarts;
  private String lastRestart = "";
  private int sidecarRestarts;
  private String lastSidecarRestart = "";

  /** The status of a pod as it is in the store. */
  public PodStatus(KubeObject pod) {
    this.pod = pod;
    for (JsonNode container : pod.at("/spec/initContainers")) {
      if (container.path("restartPolicy").asText("").equals("Always")) {
        sidecars.add(container.path("name").asText());
      }
    }
    this.total = pod.at("/spec/containers").size() + sidecars.size();
    String phase = pod.text("/status/phase");
    this.reason = Cells.orElse(pod.text("/status/reason"), phase);
    if (condition("PodScheduled").path("reason").asText("").equals("SchedulingGated")) {
      reason = "SchedulingGated";
    }
    if (!isInitializing() || isTrue("Initialized")) {
      readContainers();
    }
    boolean ended = phase.equals("Succeeded") || phase.equals("Failed");
    if (pod.isTerminating()) {
      if (pod.text("/status/reason").equals("NodeLost")) {
        reason = "Unknown";
      } else if (!ended) {
        reason = "Terminating";
      }
    }
  }

  /** The containers that are ready, of all: {@code 1/2}. */
  public String ready() {
    return ready + "/" + total;
  }

  /** The column STATUS, such as {@code CrashLoopBackOff}. */
  public String reason() {
    return reason;
  }

  /** The restarts of the containers, and how long ago the last one was. */
  public String restarts(Instant now) {
    return restarts == 0 || lastRestart.isEmpty()
        ? Integer.toString(restarts)
        : restarts + " (" + HumanDuration.since(lastRestart, now) + " ago)";
  }

  /** The readiness gates that are open, of all. */
  public String readinessGates() {
    JsonNode gates = pod.at("/spec/readinessGates");
    if (gates.isEmpty()) {
      return "<none>";
    }
    int met = 0;
    for (JsonNode gate : gates) {
      met += isTrue(gate.path("conditionType").asText()) ? 1 : 0;
    }
    return met + "/" + gates.size();
  }

  /** Reads the init containers up to the first unfinished one; returns whether there is one. */
  private boolean isInitializing() {
    int index = 0;
    for (JsonNode status : pod.at("/status/initContainerStatuses")) {
      boolean sidecar = sidecars.contains(status.path("name").asText());
      countRestarts(status, sidecar);
      JsonNode terminated = status.path("state").path("terminated");
      String waiting = status.path("state").path("waiting").path("reason").asText("");
      boolean done = !terminated.isMissingNode() && terminated.path("exitCode").asInt() == 0;
      boolean started = sidecar && status.path("started").asBoolean();
      if (started && !done && status.path("ready").asBoolean()) {
        ready++;
      }
      if (!done && !started) {
        if (!terminated.isMissingNode()) {
          reason = "Init:" + ended(terminated);
        } else if (!waiting.isEmpty() && !waiting.equals("PodInitializing")) {
          reason = "Init:" + waiting;
        } else {
          reason = "Init:" + index + "/" + pod.at("/spec/initContainers").size();
        }
        return true;
      }
      index++;
    }
    return false;
  }

  private void readContainers() {
    restarts = sidecarRestarts;
    lastRestart = lastSidecarRestart;
    boolean running = false;
    JsonNode statuses = pod.at("/status/containerStatuses");
    for (int i = statuses.size() - 1; i >= 0; i--) {
      JsonNode status = statuses.get(i);
      countRestarts(status, false);
      JsonNode state = status.path("state");
      String waiting = state.path("waiting").path("reason").asText("");
      if (!waiting.isEmpty()) {
        reason = waiting;
      } else if (state.has("terminated")) {
        reason = ended(state.path("terminated"));
      } else if (status.path("ready").asBoolean() && state.has("running")) {
        running = true;
        ready++;
      }
    }
    if (reason.equals("Completed") && running) {
      reason = isTrue("Ready") ? "Running" : "NotReady";
    }
  }

  private void countRestarts(JsonNode status, boolean sidecar) {
    int count = status.path("restartCount").asInt();
    String finished = status.at("/lastState/terminated/finishedAt").asText("");
    restarts += count;
    lastRestart = later(lastRestart, finished);
    if (sidecar) {
      sidecarRestarts += count;
      lastSidecarRestart = later(lastSidecarRestart, finished);
    }
  }

  private static String ended(JsonNode terminated) {
    String why = terminated.path("reason").asText("");
    if (!why.isEmpty()) {
      return why;
    }
    int signal = terminated.path("signal").asInt();
    return signal != 0 ? "Signal:" + signal : "ExitCode:" + terminated.path("exitCode").asInt();
  }

  private boolean isTrue(String condition) {
    return condition(condition).path("status").asText("").equals("True");
  }

  private JsonNode condition(String type) {
    return Json.first(pod.at("/status/conditions"), "type", type);
  }

  private static String later(String one, String other) {
    return one.compareTo(other) >= 0 ? one : other;
  }
}
