package dev.cnilab.cluster.kubelet.runtime;

import dev.cnilab.cluster.cri.ContainerStatus;
import dev.cnilab.cluster.kubelet.pod.Container;
import dev.cnilab.cluster.kubelet.pod.Pod;
import dev.cnilab.cluster.kubelet.pod.RuntimePod;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How far a pod's init containers have come.
 *
 * @param done whether the regular containers may be started
 * @param failed whether they never will be
 * @param start the init containers to start now
 * @param sidecars how many of those that go on running do run
 */
record InitProgress(boolean done, boolean failed, List<Container> start, int sidecars) {

  static InitProgress of(Pod pod, RuntimePod runtime) {
    List<Container> start = new ArrayList<>();
    int sidecars = 0;
    boolean initialized =
        pod.containers().stream()
            .flatMap(container -> runtime.find(container.name()).stream())
            .anyMatch(status -> status.state() != ContainerStatus.State.CONTAINER_EXITED);
    boolean waiting = false;
    for (Container container : pod.initContainers()) {
      if (waiting) {
        break;
      }
      Optional<ContainerStatus> status = runtime.find(container.name());
      if (container.isRestartableInit()) {
        if (status.filter(InitProgress::isRunning).isPresent()) {
          sidecars++;
        } else {
          start.add(container);
          waiting = !initialized;
        }
        continue;
      }
      if (initialized || status.filter(InitProgress::hasSucceeded).isPresent()) {
        continue;
      }
      waiting = true;
      if (status.isEmpty() || runtime.shouldStart(container, pod)) {
        start.add(container);
      } else if (!isRunning(status.get())) {
        return new InitProgress(false, true, List.of(), sidecars);
      }
    }
    return new InitProgress(!waiting, false, start, sidecars);
  }

  private static boolean isRunning(ContainerStatus status) {
    return status.state() == ContainerStatus.State.CONTAINER_RUNNING;
  }

  private static boolean hasSucceeded(ContainerStatus status) {
    return status.state() == ContainerStatus.State.CONTAINER_EXITED && status.exitCode() == 0;
  }
}
