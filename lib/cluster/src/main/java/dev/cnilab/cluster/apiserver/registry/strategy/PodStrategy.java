package dev.cnilab.cluster.apiserver.registry.strategy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.client.DeleteOptions;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.placement.QosClass;
import java.util.Set;

/** Pods: they begin as Pending, and a deleted one stays until its kubelet has stopped it. */
public final class PodStrategy implements Strategy {
  private static final Set<String> ENDED = Set.of("Succeeded", "Failed");
  private static final long DEFAULT_GRACE = 30;

  @Override
  public void prepareForCreate(ObjectNode pod) {
    if (pod.at("/spec/terminationGracePeriodSeconds").asLong() < 0) {
      pod.withObject("/spec").put("terminationGracePeriodSeconds", 1);
    }
    ObjectNode status = pod.withObject("/status").put("phase", "Pending");
    status.put("qosClass", QosClass.of(pod.path("spec")));
    if (!pod.at("/spec/schedulingGates").isEmpty()) {
      status
          .withArray("/conditions")
          .addObject()
          .putNull("lastProbeTime")
          .put("lastTransitionTime", pod.at("/metadata/creationTimestamp").asText())
          .put("message", "Scheduling is blocked due to non-empty scheduling gates")
          .put("reason", "SchedulingGated")
          .put("status", "False")
          .put("type", "PodScheduled");
    }
  }

  @Override
  public long gracePeriod(KubeObject pod, DeleteOptions options) {
    if (pod.text("/spec/nodeName").isEmpty() || ENDED.contains(pod.text("/status/phase"))) {
      return 0;
    }
    return options
        .gracePeriodSeconds()
        .orElseGet(() -> pod.at("/spec/terminationGracePeriodSeconds").asLong(DEFAULT_GRACE));
  }
}
