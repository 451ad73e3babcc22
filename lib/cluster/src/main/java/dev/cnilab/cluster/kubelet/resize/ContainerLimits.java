package dev.cnilab.cluster.kubelet.resize;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.cri.message.ContainerConfig.Resources;
import dev.cnilab.cluster.cri.message.ContainerStatus;
import dev.cnilab.cluster.kubelet.container.PodCgroup;
import dev.cnilab.cluster.kubelet.pod.ContainerSpec;
import dev.cnilab.cluster.kubelet.pod.NodeContext;
import dev.cnilab.cluster.kubelet.pod.Pod;
import dev.cnilab.cluster.kubelet.pod.RuntimePod;
import java.util.List;
import java.util.stream.Stream;

/** Whether running containers have the limits of their pod's allocation, and how to apply them. */
public record ContainerLimits(NodeContext node) {
  /** What a running container with other limits needs. */
  public enum Change {
    NONE,
    UPDATE,
    RESTART
  }

  /** The limits of a pod's container. */
  public Resources of(Pod pod, ContainerSpec container) {
    return PodCgroup.resources(pod, container, node);
  }

  /** How to change a running container; {@code resizePolicy} may require a restart. */
  public Change change(Pod pod, ContainerSpec container, ContainerStatus running) {
    Resources wanted = of(pod, container);
    boolean processors = !wanted.sameProcessors(running.resources());
    boolean memory = !wanted.sameMemory(running.resources());
    if ((processors && restarts(container, "cpu")) || (memory && restarts(container, "memory"))) {
      return Change.RESTART;
    }
    return processors || memory ? Change.UPDATE : Change.NONE;
  }

  private static boolean restarts(ContainerSpec container, String resource) {
    for (JsonNode policy : container.spec().path("resizePolicy")) {
      if (policy.path("resourceName").asText().equals(resource)) {
        return policy.path("restartPolicy").asText().equals("RestartContainer");
      }
    }
    return false;
  }

  /** Whether all running containers have the limits of their pod. */
  boolean areApplied(Pod pod, RuntimePod known) {
    List<ContainerStatus> running = known.running();
    return Stream.concat(pod.containers().stream(), pod.initContainers().stream())
        .allMatch(
            container ->
                running.stream()
                    .filter(each -> each.metadata().name().equals(container.name()))
                    .allMatch(each -> change(pod, container, each) == Change.NONE));
  }
}
