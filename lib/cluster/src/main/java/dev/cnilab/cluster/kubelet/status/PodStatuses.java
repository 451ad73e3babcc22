package dev.cnilab.cluster.kubelet.status;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.cri.CriRuntime;
import dev.cnilab.cluster.kubelet.pod.ContainerSpec;
import dev.cnilab.cluster.kubelet.pod.Pod;
import dev.cnilab.cluster.kubelet.pod.RuntimePod;
import dev.cnilab.cluster.kubelet.status.container.ContainerStatuses;
import dev.cnilab.cluster.kubelet.status.container.ContainerUser;
import dev.cnilab.cluster.kubelet.status.container.ProbeResults;
import dev.cnilab.cluster.kubelet.status.container.ReasonCache;
import dev.cnilab.cluster.kubelet.status.container.TerminationMessages;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.placement.DisruptionTarget;
import dev.cnilab.userland.file.mount.MountNamespace;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Computes the status of a pod from its specification, the runtime and the previous status. */
public final class PodStatuses {
  private final ContainerStatuses containers;
  private final String nodeIp;
  private final InstantSource clock;

  public PodStatuses(
      CriRuntime runtime,
      MountNamespace files,
      ReasonCache reasons,
      ProbeResults probes,
      String nodeIp,
      InstantSource clock) {
    this.containers =
        new ContainerStatuses(
            reasons, probes, new ContainerUser(runtime), new TerminationMessages(files));
    this.nodeIp = nodeIp;
    this.clock = clock;
  }

  /** Whether a pod's containers may still be started. */
  public enum Life {
    ON,
    ENDED
  }

  /** The status. {@code old} is the previous one, from this kubelet or from the API. */
  public ObjectNode generate(Pod pod, RuntimePod runtime, JsonNode old, Life life) {
    if (isRefusal(old)) {
      return old.deepCopy();
    }
    ObjectNode status = Json.object();
    List<ContainerSpec> init = pod.initContainers();
    ArrayNode statuses =
        containers.of(pod, runtime, pod.containers(), old.path("containerStatuses"));
    ArrayNode initStatuses = containers.of(pod, runtime, init, old.path("initContainerStatuses"));
    status.set("containerStatuses", statuses);
    if (!init.isEmpty()) {
      status.set("initContainerStatuses", initStatuses);
    }
    if (!pod.ephemeralContainers().isEmpty()) {
      status.set(
          "ephemeralContainerStatuses",
          containers.of(
              pod, runtime, pod.ephemeralContainers(), old.path("ephemeralContainerStatuses")));
    }
    String phase =
        PodPhase.of(
            pod, initStatuses, statuses, runtime.hasStartedRegular(pod), life == Life.ENDED);
    putPhase(status, keepTerminal(pod, phase, old), old);
    putAddresses(pod, runtime.ips(), old, status);
    Instant now = clock.instant();
    String lack = runtime.lackOfSandbox(pod);
    status.set("conditions", PodConditions.of(pod, status, old, lack, now));
    putObservedGeneration(pod, status);
    status.put("qosClass", pod.qosClass());
    PodResources.put(pod, status);
    String start = now.truncatedTo(ChronoUnit.SECONDS).toString();
    status.put("startTime", old.path("startTime").asText(start));
    return status;
  }

  /** The status of a pod that this node refuses. */
  public ObjectNode rejected(Pod pod, String reason, String message) {
    ObjectNode status = Json.object();
    pod.object().at("/status/conditions").forEach(c -> status.withArray("conditions").add(c));
    putObservedGeneration(pod, status);
    status.put("phase", "Failed").put("reason", reason).put("message", message);
    status.put("qosClass", pod.qosClass());
    String start = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    status.put("startTime", pod.object().at("/status/startTime").asText(start));
    return status;
  }

  /** Whether it is the status of a refused pod, of which nothing has ever been here. */
  private static boolean isRefusal(JsonNode status) {
    return status.path("phase").asText().equals("Failed") && !status.has("containerStatuses");
  }

  /** The final status of an evicted pod. */
  public ObjectNode evicted(Pod pod, JsonNode last, String message) {
    ObjectNode status = last.isObject() ? last.deepCopy() : Json.object();
    status
        .withArray("conditions")
        .addObject()
        .put("lastTransitionTime", clock.instant().truncatedTo(ChronoUnit.SECONDS).toString())
        .put("message", message)
        .put("observedGeneration", pod.object().generation())
        .put("reason", "TerminationByKubelet")
        .put("status", "True")
        .put("type", DisruptionTarget.TYPE);
    return status.put("phase", "Failed").put("reason", "Evicted").put("message", message);
  }

  private static void putObservedGeneration(Pod pod, ObjectNode status) {
    if (pod.object().generation() > 0) {
      status.put("observedGeneration", pod.object().generation());
    }
  }

  private static String keepTerminal(Pod pod, String phase, JsonNode old) {
    String before = old.path("phase").asText();
    if (Pod.isTerminal(phase)) {
      return phase;
    }
    return Pod.isTerminal(before)
        ? before
        : pod.isTerminal() ? pod.object().text("/status/phase") : phase;
  }

  private static void putPhase(ObjectNode status, String phase, JsonNode old) {
    status.put("phase", phase);
    if (phase.equals(old.path("phase").asText())) {
      for (String field : List.of("reason", "message")) {
        if (old.has(field)) {
          status.set(field, old.get(field));
        }
      }
    }
  }

  private void putAddresses(Pod pod, List<String> ips, JsonNode old, ObjectNode status) {
    status.put("hostIP", nodeIp);
    status.putArray("hostIPs").addObject().put("ip", nodeIp);
    List<String> shown = pod.isHostNetwork() ? List.of(nodeIp) : ips;
    if (!shown.isEmpty()) {
      status.put("podIP", shown.getFirst());
      ArrayNode all = status.putArray("podIPs");
      shown.forEach(ip -> all.addObject().put("ip", ip));
    } else if (Pod.isTerminal(status.path("phase").asText()) && old.has("podIP")) {
      status.set("podIP", old.get("podIP"));
      status.set("podIPs", old.get("podIPs"));
    }
  }
}
