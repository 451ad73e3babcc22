package dev.cnilab.cluster.kubelet.status;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.client.DeleteOptions;
import dev.cnilab.cluster.kubelet.pod.Pod;
import dev.cnilab.cluster.log.Klog;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Sends the status of each pod to the API server when it changes, and retries if that failed. Once
 * a deleted pod has ended on this node, its object is deleted for good.
 */
public final class StatusPublisher {
  private final ApiClient client;
  private final Klog log;
  private final Predicate<String> mayStillRun;
  private final Map<String, Reported> reported = new HashMap<>();
  private final Map<String, JsonNode> stored = new HashMap<>();
  private final Set<String> unsent = new LinkedHashSet<>();

  /** The last status of a pod, and whether the pod has ended for good. */
  private record Reported(Pod pod, ObjectNode status, boolean finished) {}

  /**
   * A publisher.
   *
   * @param mayStillRun whether the pod of that uid may have running containers: until then it is
   *     not reported as ended
   */
  public StatusPublisher(ApiClient client, Klog log, Predicate<String> mayStillRun) {
    this.client = client;
    this.log = log;
    this.mayStillRun = mayStillRun;
  }

  /** The last reported status, otherwise the one in the API. */
  public JsonNode last(Pod pod) {
    Reported last = reported.get(pod.uid());
    if (last != null) {
      return last.status();
    }
    JsonNode known = pod.isStatic() ? ofMirror(pod) : pod.object().at("/status");
    return known.isMissingNode() ? Json.object() : known;
  }

  /** The status of a static pod's mirror, which starts without one. */
  private JsonNode ofMirror(Pod pod) {
    try {
      return find(pod).map(mirror -> mirror.at("/status")).orElse(Json.object());
    } catch (ApiException unreachable) {
      return Json.object();
    }
  }

  public Optional<JsonNode> find(String podUid) {
    return Optional.ofNullable(reported.get(podUid)).map(Reported::status);
  }

  /** Reports a status unless it is unchanged. */
  public void set(Pod pod, ObjectNode status) {
    Reported last = reported.get(pod.uid());
    if (last != null && last.status().equals(status)) {
      reported.put(pod.uid(), new Reported(pod, last.status(), last.finished()));
      return;
    }
    reported.put(pod.uid(), new Reported(pod, status, last != null && last.finished()));
    send(pod.uid());
  }

  /** Reports that a pod has ended and that nothing of it is left here. */
  public void finish(Pod pod) {
    ObjectNode status = last(pod).deepCopy();
    if (!pod.isStatic() && !Pod.isTerminal(status.path("phase").asText())) {
      status.put("phase", "Failed");
    }
    reported.put(pod.uid(), new Reported(pod, status, true));
    send(pod.uid());
  }

  /** Forgets a deleted pod. */
  public void forget(String podUid) {
    reported.remove(podUid);
    stored.remove(podUid);
    unsent.remove(podUid);
  }

  /** Retries what could not be sent. */
  public void resend() {
    List.copyOf(unsent).forEach(this::send);
  }

  /**
   * Has the status sent again in the next round if the API has a different one: because another
   * client changed it, or because a mirror pod was re-created. A controller gets the change first.
   */
  public void reconcile(Pod pod, KubeObject inApi) {
    if (reported.containsKey(pod.uid()) && !inApi.at("/status").equals(stored.get(pod.uid()))) {
      unsent.add(pod.uid());
      if (pod.isStatic()) {
        send(pod.uid()); // only the kubelet watches a mirror pod
      }
    }
  }

  private void send(String uid) {
    Reported last = reported.get(uid);
    if (last == null) {
      return;
    }
    unsent.add(uid);
    Optional<KubeObject> inApi;
    try {
      inApi = find(last.pod());
    } catch (ApiException refused) {
      log.failure(
          "status_manager.go:1257",
          refused.status().message(),
          "Failed to get status for pod",
          "podUID",
          uid,
          "pod",
          last.pod().key());
      return;
    }
    if (inApi.isEmpty() || isSent(last, inApi.get())) {
      unsent.remove(uid);
    }
  }

  /** Sends a status to the object that has been read; false if the server refused it. */
  private boolean isSent(Reported last, KubeObject inApi) {
    Pod updated;
    try {
      updated = new Pod(update(inApi, merged(last, inApi)));
    } catch (ApiException refused) {
      log.failure(
          "status_manager.go:1280",
          refused.status().message(),
          "Failed to update status for pod",
          "pod",
          last.pod().key());
      return false;
    }
    remember(last, updated.object().at("/status"));
    try {
      deleteIfFinished(last, updated);
    } catch (ApiException refused) {
      log.info(
          "status_manager.go:1312",
          "Failed to delete status for pod",
          "pod",
          last.pod().key(),
          "err",
          refused.status().message());
      return false;
    }
    return true;
  }

  /** Keeps the API's status, and of what was reported only what is missing there. */
  private void remember(Reported sent, JsonNode inApi) {
    String uid = sent.pod().uid();
    stored.put(uid, inApi);
    if (sent.equals(reported.get(uid))) {
      ObjectNode status = Json.object();
      for (Map.Entry<String, JsonNode> field : sent.status().properties()) {
        JsonNode known = inApi.path(field.getKey());
        status.set(field.getKey(), known.equals(field.getValue()) ? known : field.getValue());
      }
      reported.put(uid, new Reported(sent.pod(), status, sent.finished()));
    }
  }

  /**
   * The pod in the API, if it is the same one and not another of the same name. A kubelet may read
   * a pod only as long as it is there; whether a mirror is, a real one knows from its watch.
   */
  private Optional<KubeObject> find(Pod pod) {
    return pod.isStatic()
        ? client
            .findListed(ResourceTypes.PODS, pod.namespace(), pod.name())
            .filter(found -> new Pod(found).isMirror())
        : client
            .find(ResourceTypes.PODS, pod.namespace(), pod.name())
            .filter(found -> found.uid().equals(pod.uid()));
  }

  private KubeObject update(KubeObject inApi, ObjectNode status) {
    return status.equals(inApi.at("/status"))
        ? inApi
        : client.updateStatus(ResourceTypes.PODS, inApi.with("status", status));
  }

  private ObjectNode merged(Reported last, KubeObject inApi) {
    ObjectNode status = last.status().deepCopy();
    ArrayNode conditions = Json.array();
    for (JsonNode condition : inApi.at("/status/conditions")) {
      if (!PodConditions.isOwned(condition)) {
        conditions.add(condition.deepCopy());
      }
    }
    for (JsonNode condition : status.path("conditions")) {
      if (PodConditions.isOwned(condition)
          || (PodConditions.isDisruption(condition) && !hasDisruption(conditions))) {
        conditions.add(condition.deepCopy());
      }
    }
    status.set("conditions", conditions);
    JsonNode old = inApi.at("/status");
    if (!Pod.isTerminal(old.path("phase").asText())
        && Pod.isTerminal(status.path("phase").asText())
        && mayStillRun.test(last.pod().uid())) {
      status.set("phase", old.path("phase"));
    }
    return status;
  }

  private static boolean hasDisruption(ArrayNode conditions) {
    for (JsonNode condition : conditions) {
      if (PodConditions.isDisruption(condition)) {
        return true;
      }
    }
    return false;
  }

  private void deleteIfFinished(Reported last, Pod inApi) {
    if (last.finished() && inApi.isDeleted() && inApi.isTerminal() && !inApi.isMirror()) {
      client.delete(
          ResourceTypes.PODS,
          inApi.namespace(),
          inApi.name(),
          DeleteOptions.now().ofUid(inApi.uid()));
      forget(last.pod().uid());
    }
  }
}
