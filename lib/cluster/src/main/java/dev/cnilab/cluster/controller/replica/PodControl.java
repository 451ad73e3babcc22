package dev.cnilab.cluster.controller.replica;

import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.client.DeleteOptions;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.cluster.record.EventRecorder;
import dev.cnilab.cluster.record.EventType;

/** Creates and deletes pods for their owner, and records events about it. */
public final class PodControl {
  private final ApiClient client;
  private final EventRecorder recorder;

  public PodControl(ApiClient client, EventRecorder recorder) {
    this.client = client;
    this.recorder = recorder;
  }

  /**
   * Creates a pod.
   *
   * @throws ApiException after an event with the reason; without one if the namespace is
   *     terminating
   */
  public KubeObject create(KubeObject pod, KubeObject owner) {
    try {
      KubeObject created = client.create(ResourceTypes.PODS, pod);
      recorder.event(owner, EventType.NORMAL, "SuccessfulCreate", "Created pod: " + created.name());
      return created;
    } catch (ApiException refused) {
      if (!refused.isForTask()
          && !refused.status().message().contains("because it is being terminated")) {
        recorder.event(
            owner,
            EventType.WARNING,
            "FailedCreate",
            "Error creating: " + refused.status().message());
      }
      throw refused;
    }
  }

  /** Deletes a pod; a missing one is not an error. */
  public void delete(KubeObject pod, KubeObject owner) {
    try {
      client.delete(
          ResourceTypes.PODS,
          pod.namespace(),
          pod.name(),
          DeleteOptions.background().ofUid(pod.uid()));
      recorder.event(owner, EventType.NORMAL, "SuccessfulDelete", "Deleted pod: " + pod.name());
    } catch (ApiException refused) {
      if (refused.isNotFound()) {
        return;
      }
      if (refused.isForTask()) {
        throw refused;
      }
      recorder.event(
          owner,
          EventType.WARNING,
          "FailedDelete",
          "Error deleting: " + refused.status().message());
      throw refused;
    }
  }
}
