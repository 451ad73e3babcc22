package dev.cnilab.cluster.kubelet.eviction;

import dev.cnilab.cluster.kubelet.pod.Pod;
import dev.cnilab.cluster.kubelet.runtime.ContainerGarbageCollector;
import dev.cnilab.cluster.kubelet.status.PodStatuses;
import dev.cnilab.cluster.kubelet.status.StatusPublisher;
import dev.cnilab.cluster.kubelet.worker.PodWorkers;
import dev.cnilab.cluster.record.EventRecorder;
import dev.cnilab.cluster.record.EventType;
import dev.cnilab.cluster.record.ObjectReference;
import java.util.stream.Collectors;

/** How a kubelet reacts when its node runs out of a resource. */
public record PodEvictor(
    String node,
    EventRecorder recorder,
    PodStatuses statuses,
    StatusPublisher publisher,
    PodWorkers workers,
    ContainerGarbageCollector garbage)
    implements Evictions.Evictor {
  @Override
  public void attempt(String resource) {
    recorder.event(
        ObjectReference.node(node),
        EventType.WARNING,
        "EvictionThresholdMet",
        "Attempting to reclaim " + resource);
  }

  @Override
  public void evict(Pod pod, String message) {
    recorder.event(pod.reference(), EventType.WARNING, "Evicted", message);
    publisher.set(pod, statuses.evicted(pod, publisher.last(pod), message));
    workers.evict(pod.uid());
  }

  @Override
  public void reclaim() {
    garbage.removeContainersOfAllBut(
        workers.active().stream().map(Pod::uid).collect(Collectors.toSet()));
  }
}
