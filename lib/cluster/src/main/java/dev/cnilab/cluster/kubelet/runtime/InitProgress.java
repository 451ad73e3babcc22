package dev.cnilab.cluster.kubelet.runtime;

import dev.cnilab.cluster.cri.message.ContainerStatus;
import dev.cnilab.cluster.kubelet.pod.ContainerSpec;
import dev.cnilab.cluster.kubelet.pod.Pod;
import dev.cnilab.cluster.kubelet.pod.RuntimePod;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The progress of a pod's init containers.
 *
 * @param done whether the regular containers may be started
 * @param failed whether they never will be
 * @param start the init containers to start now
 * @param kill those that are still running and must not
 */
record InitProgress(
    boolean done, boolean failed, List<ContainerSpec> start, List<PodActions.Kill> kill) {

  static InitProgress of(Pod pod, RuntimePod runtime, ProbeVerdicts probes) {
    List<ContainerSpec> start = new ArrayList<>();
    List<PodActions.Kill> kill = new ArrayList<>();
    boolean initialized =
        pod.containers().stream()
            .flatMap(container -> runtime.find(container.name()).stream())
            .anyMatch(status -> status.state() != ContainerStatus.State.CONTAINER_EXITED);
    boolean waiting = false;
    for (ContainerSpec container : pod.initContainers()) {
      if (waiting) {
        break;
      }
      Optional<ContainerStatus> status = runtime.find(container.name());
      if (container.isRestartableInit()) {
        Optional<ContainerStatus> running = status.filter(InitProgress::isRunning);
        Optional<String> fault = running.flatMap(present -> probes.fault(present.id()));
        fault.ifPresent(probe -> kill.add(failed(container, running.orElseThrow(), probe)));
        if (running.isEmpty() || fault.isPresent()) {
          start.add(container);
        }
        waiting =
            !initialized
                && !(running.isPresent() && isStarted(pod, container, running.get(), probes));
        continue;
      }
      if (initialized || status.filter(InitProgress::hasSucceeded).isPresent()) {
        continue;
      }
      waiting = true;
      if (status.isEmpty() || runtime.shouldStart(container, pod)) {
        start.add(container);
      } else if (!isRunning(status.get())) {
        return new InitProgress(false, true, List.of(), List.of());
      }
    }
    return new InitProgress(!waiting, false, start, kill);
  }

  private static PodActions.Kill failed(
      ContainerSpec container, ContainerStatus running, String probe) {
    return new PodActions.Kill(
        running, "Init container " + container.name() + " failed " + probe + " probe");
  }

  /** Whether the next one may start: a sidecar's startup probe has to succeed first (KEP-753). */
  private static boolean isStarted(
      Pod pod, ContainerSpec container, ContainerStatus running, ProbeVerdicts probes) {
    return probes.isStarted(pod.uid(), container.name(), running.id());
  }

  private static boolean isRunning(ContainerStatus status) {
    return status.state() == ContainerStatus.State.CONTAINER_RUNNING;
  }

  private static boolean hasSucceeded(ContainerStatus status) {
    return status.state() == ContainerStatus.State.CONTAINER_EXITED && status.exitCode() == 0;
  }
}
