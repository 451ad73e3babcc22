package dev.cnilab.cluster.kubelet.status.container;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.cri.message.ContainerStatus;
import dev.cnilab.cluster.kubelet.pod.ContainerSpec;
import dev.cnilab.cluster.kubelet.pod.Pod;
import dev.cnilab.cluster.kubelet.pod.RuntimePod;
import dev.cnilab.cluster.object.Json;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** The status of each container of a pod, as the API writes it. */
public final class ContainerStatuses {
  private final ReasonCache reasons;
  private final ProbeResults probes;
  private final ContainerUser user;
  private final TerminationMessages messages;

  public ContainerStatuses(
      ReasonCache reasons, ProbeResults probes, ContainerUser user, TerminationMessages messages) {
    this.reasons = reasons;
    this.probes = probes;
    this.user = user;
    this.messages = messages;
  }

  /** The statuses of the containers of one kind; {@code old} is the previous list. */
  public ArrayNode of(Pod pod, RuntimePod runtime, List<ContainerSpec> containers, JsonNode old) {
    ArrayNode statuses = Json.array();
    Comparator<ContainerSpec> byName = Comparator.comparing(ContainerSpec::name);
    Map<String, JsonNode> before = Json.byName(old);
    boolean init = !containers.isEmpty() && containers.getFirst().kind() == ContainerSpec.Kind.INIT;
    (init ? containers.stream() : containers.stream().sorted(byName))
        .map(container -> of(pod, runtime, container, Json.named(before, container.name())))
        .forEach(statuses::add);
    return statuses;
  }

  private ObjectNode of(Pod pod, RuntimePod runtime, ContainerSpec container, JsonNode old) {
    List<ContainerStatus> runs = runtime.runs(container.name());
    ObjectNode status = runs.isEmpty() ? notCreated(pod, container, old) : created(container, runs);
    reasons
        .find(pod.uid(), container.name())
        .filter(reason -> runtime.shouldStart(container, pod))
        .filter(reason -> !hasSucceeded(container, runs))
        .ifPresent(reason -> waitFor(status, reason));
    putReadiness(pod, container, status);
    return status;
  }

  private ObjectNode created(ContainerSpec container, List<ContainerStatus> runs) {
    ContainerStatus newest = runs.getFirst();
    ObjectNode status = Json.object();
    putRequests(container, status);
    status
        .put("containerID", ContainerStates.RUNTIME + newest.id())
        .put("image", newest.image())
        .put("imageID", newest.imageRef());
    status.set("lastState", runs.size() < 2 ? Json.object() : state(runs.get(1)));
    status.put("name", container.name());
    JsonNode resources = container.spec().path("resources");
    status.set("resources", resources.isObject() ? resources.deepCopy() : Json.object());
    status.put("restartCount", RuntimePod.restartCount(newest));
    status.set("state", state(newest));
    return status;
  }

  private ObjectNode state(ContainerStatus run) {
    boolean ended = run.state() == ContainerStatus.State.CONTAINER_EXITED;
    return ContainerStates.of(run, ended ? messages.of(run) : "");
  }

  private static void putRequests(ContainerSpec container, ObjectNode status) {
    JsonNode requests = container.spec().at("/resources/requests");
    if (requests.isObject()) {
      status.set("allocatedResources", requests.deepCopy());
    }
  }

  private static ObjectNode notCreated(Pod pod, ContainerSpec container, JsonNode old) {
    if (ContainerStates.isTerminated(old)) {
      return old.deepCopy();
    }
    ObjectNode status = Json.object().put("image", container.image()).put("imageID", "");
    status.set("lastState", old.has("lastState") ? old.get("lastState").deepCopy() : Json.object());
    status.put("name", container.name()).put("restartCount", old.path("restartCount").asInt());
    String reason = pod.initContainers().isEmpty() ? "ContainerCreating" : "PodInitializing";
    status.set("state", ContainerStates.waiting(reason, ""));
    if (ContainerStates.isRunning(old) && !ContainerStates.hasTerminatedBefore(status)) {
      status.set("lastState", ContainerStates.lost());
      status.put("restartCount", old.path("restartCount").asInt() + (pod.isDeleted() ? 0 : 1));
    }
    return status;
  }

  private static boolean hasSucceeded(ContainerSpec container, List<ContainerStatus> runs) {
    return container.kind() == ContainerSpec.Kind.INIT
        && !runs.isEmpty()
        && runs.getFirst().state() == ContainerStatus.State.CONTAINER_EXITED
        && runs.getFirst().exitCode() == 0;
  }

  private static boolean hasSucceeded(JsonNode status) {
    return ContainerStates.isTerminated(status)
        && status.at("/state/terminated/exitCode").asInt() == 0;
  }

  private static void waitFor(ObjectNode status, ReasonCache.Reason reason) {
    if (ContainerStates.isTerminated(status)) {
      status.set("lastState", status.get("state"));
    }
    status.set("state", ContainerStates.waiting(reason.reason(), reason.message()));
  }

  private void putReadiness(Pod pod, ContainerSpec container, ObjectNode status) {
    String id = status.path("containerID").asText("").replace(ContainerStates.RUNTIME, "");
    boolean started =
        ContainerStates.isRunning(status) && probes.isStarted(pod.uid(), container.name(), id);
    boolean probed = container.kind() != ContainerSpec.Kind.EPHEMERAL;
    boolean once = container.kind() == ContainerSpec.Kind.INIT && !container.isRestartableInit();
    status.put(
        "ready",
        once
            ? hasSucceeded(status)
            : probed && started && probes.isReady(pod.uid(), container.name(), id));
    if (probed) {
      status.put("started", started);
    }
    if (!ContainerStates.isWaiting(status) || status.has("containerID")) {
      user.of(pod, container).ifPresent(who -> status.set("user", who));
    }
    putMounts(container, status);
  }

  private static void putMounts(ContainerSpec container, ObjectNode status) {
    JsonNode mounts = container.spec().path("volumeMounts");
    if (mounts.isEmpty()) {
      return;
    }
    ArrayNode list = status.putArray("volumeMounts");
    for (JsonNode mount : mounts) {
      ObjectNode entry = list.addObject();
      entry.put("mountPath", mount.path("mountPath").asText());
      entry.put("name", mount.path("name").asText());
      if (mount.path("readOnly").asBoolean()) {
        entry.put("readOnly", true).put("recursiveReadOnly", "Disabled");
      }
    }
  }
}
