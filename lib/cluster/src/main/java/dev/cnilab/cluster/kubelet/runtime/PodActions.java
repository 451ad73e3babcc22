package dev.cnilab.cluster.kubelet.runtime;

import dev.cnilab.cluster.cri.message.ContainerConfig.Resources;
import dev.cnilab.cluster.cri.message.ContainerStatus;
import dev.cnilab.cluster.kubelet.pod.ContainerSpec;
import dev.cnilab.cluster.kubelet.pod.Pod;
import dev.cnilab.cluster.kubelet.pod.RuntimePod;
import dev.cnilab.cluster.kubelet.resize.ContainerLimits;
import java.util.List;
import java.util.Optional;

/**
 * What has to be done for a pod now, from its specification and its state in the runtime.
 *
 * @param sandboxId the newest sandbox, "" if there is none
 */
record PodActions(
    Sandbox sandbox,
    String sandboxId,
    List<ContainerSpec> start,
    List<Kill> kill,
    List<Update> update) {

  /** What has to be done with the sandbox. */
  enum Sandbox {
    KEEP,
    REPLACE,
    /** Kill it for good: nothing should run anymore. */
    KILL
  }

  /** A container that has to be killed. */
  record Kill(ContainerStatus container, String message) {}

  /** A container that gets other limits. */
  record Update(String containerId, Resources resources) {}

  static PodActions of(Pod pod, RuntimePod runtime, ProbeVerdicts probes, ContainerLimits limits) {
    String newest = runtime.sandboxes().isEmpty() ? "" : runtime.sandboxes().getFirst().id();
    return runtime.needsSandbox(pod)
        ? withNewSandbox(pod, runtime, newest)
        : new ContainerActions(pod, runtime, probes, limits).inSandbox(newest);
  }

  /** Nothing is left running. */
  static PodActions end(String sandboxId) {
    return new PodActions(Sandbox.KILL, sandboxId, List.of(), List.of(), List.of());
  }

  private static PodActions withNewSandbox(Pod pod, RuntimePod runtime, String newest) {
    boolean ran = !runtime.containers().isEmpty();
    if (!pod.restartsOnFailure() && runtime.attempt(pod) != 0 && ran) {
      return end(newest);
    }
    List<ContainerSpec> start =
        pod.containers().stream()
            .filter(
                container ->
                    !pod.restartPolicy().equals("OnFailure")
                        || !hasSucceeded(runtime.find(container.name())))
            .toList();
    if (start.isEmpty() && hasRegular(pod, runtime)) {
      return end(newest);
    }
    List<ContainerSpec> first =
        pod.initContainers().isEmpty() ? start : List.of(pod.initContainers().getFirst());
    return new PodActions(Sandbox.REPLACE, newest, first, List.of(), List.of());
  }

  private static boolean hasRegular(Pod pod, RuntimePod runtime) {
    return pod.containers().stream().anyMatch(c -> runtime.find(c.name()).isPresent());
  }

  private static boolean hasSucceeded(Optional<ContainerStatus> status) {
    return status
        .filter(s -> s.state() == ContainerStatus.State.CONTAINER_EXITED)
        .filter(s -> s.exitCode() == 0)
        .isPresent();
  }

  static boolean isRunning(ContainerStatus status) {
    return status.state() == ContainerStatus.State.CONTAINER_RUNNING;
  }
}
