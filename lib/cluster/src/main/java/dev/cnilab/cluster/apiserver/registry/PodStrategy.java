package dev.cnilab.cluster.apiserver.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.client.DeleteOptions;
import dev.cnilab.cluster.object.KubeObject;
import java.util.Set;

/** Pods: they begin as Pending, and their node's kubelet has a say in their end. */
final class PodStrategy implements Strategy {
  private static final Set<String> ENDED = Set.of("Succeeded", "Failed");
  private static final long DEFAULT_GRACE = 30;

  @Override
  public void prepareForCreate(ObjectNode pod) {
    pod.withObject("/status").put("phase", "Pending");
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
