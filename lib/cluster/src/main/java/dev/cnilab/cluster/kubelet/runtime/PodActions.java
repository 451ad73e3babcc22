package dev.cnilab.cluster.kubelet.runtime;

import dev.cnilab.cluster.cri.ContainerConfig.Resources;
import dev.cnilab.cluster.cri.ContainerStatus;
import dev.cnilab.cluster.kubelet.pod.Container;
import dev.cnilab.cluster.kubelet.pod.Labels;
import dev.cnilab.cluster.kubelet.pod.Pod;
import dev.cnilab.cluster.kubelet.pod.RuntimePod;
import dev.cnilab.cluster.kubelet.resize.ContainerLimits;
import java.util.ArrayList;
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
    List<Container> start,
    List<Kill> kill,
    List<Update> update) {

  /** What has to be done with the sandbox. */
  enum Sandbox {
    KEEP,
    REPLACE,
    /** Kill it for good: nothing should run any more. */
    KILL
  }

  /** A container that has to be killed. */
  record Kill(ContainerStatus container, String message) {}

  /** A container that gets other limits. */
  record Update(String containerId, Resources resources) {}

  private PodActions(Sandbox sandbox, String sandboxId, List<Container> start) {
    this(sandbox, sandboxId, start, List.of(), List.of());
  }

  static PodActions of(Pod pod, RuntimePod runtime, ProbeVerdicts probes, ContainerLimits limits) {
    String newest = runtime.sandboxes().isEmpty() ? "" : runtime.sandboxes().getFirst().id();
    if (runtime.needsSandbox(pod)) {
      return withNewSandbox(pod, runtime, newest);
    }
    List<Container> start = new ArrayList<>();
    List<Kill> kill = new ArrayList<>();
    pod.ephemeralContainers().stream()
        .filter(container -> runtime.find(container.name()).isEmpty())
        .forEach(start::add);
    InitProgress init = InitProgress.of(pod, runtime, probes);
    if (init.failed()) {
      return new PodActions(Sandbox.KILL, newest, List.of());
    }
    start.addAll(init.start());
    kill.addAll(init.kill());
    List<Update> update = new ArrayList<>();
    for (Container container : pod.initContainers()) {
      runtime
          .find(container.name())
          .filter(PodActions::isRunning)
          .filter(running -> !start.contains(container))
          .ifPresent(running -> resize(pod, container, running, limits, start, kill, update));
    }
    if (!init.done()) {
      return new PodActions(Sandbox.KEEP, newest, start, kill, update);
    }
    int kept = 0;
    int started = start.size();
    for (Container container : pod.containers()) {
      Optional<ContainerStatus> running =
          runtime.find(container.name()).filter(PodActions::isRunning);
      if (running.isEmpty()) {
        if (runtime.shouldStart(container, pod)) {
          start.add(container);
        }
        continue;
      }
      Optional<String> fault = fault(container, running.get(), probes);
      if (fault.isEmpty()) {
        resize(pod, container, running.get(), limits, start, kill, update);
        kept++;
      } else if (pod.restartsOnFailure() || fault.get().endsWith("definition changed")) {
        kill.add(new Kill(running.get(), fault.get() + ", will be restarted"));
        start.add(container);
      } else {
        kill.add(new Kill(running.get(), fault.get()));
      }
    }
    boolean over = kept == 0 && start.size() == started;
    return over
        ? new PodActions(Sandbox.KILL, newest, List.of())
        : new PodActions(Sandbox.KEEP, newest, start, kill, update);
  }

  private static void resize(
      Pod pod,
      Container container,
      ContainerStatus running,
      ContainerLimits limits,
      List<Container> start,
      List<Kill> kill,
      List<Update> update) {
    switch (limits.change(pod, container, running)) {
      case NONE -> {}
      case UPDATE -> update.add(new Update(running.id(), limits.of(pod, container)));
      case RESTART -> {
        kill.add(new Kill(running, "Container " + container.name() + " resize requires restart"));
        start.add(container);
      }
    }
  }

  private static PodActions withNewSandbox(Pod pod, RuntimePod runtime, String newest) {
    boolean ran = !runtime.containers().isEmpty();
    if (!pod.restartsOnFailure() && runtime.attempt(pod) != 0 && ran) {
      return new PodActions(Sandbox.KILL, newest, List.of());
    }
    List<Container> start =
        pod.containers().stream()
            .filter(
                container ->
                    !pod.restartPolicy().equals("OnFailure")
                        || !hasSucceeded(runtime.find(container.name())))
            .toList();
    if (start.isEmpty() && hasRegular(pod, runtime)) {
      return new PodActions(Sandbox.KILL, newest, List.of());
    }
    List<Container> first =
        pod.initContainers().isEmpty() ? start : List.of(pod.initContainers().getFirst());
    return new PodActions(Sandbox.REPLACE, newest, first);
  }

  private static Optional<String> fault(
      Container container, ContainerStatus running, ProbeVerdicts probes) {
    String hash = running.annotations().getOrDefault(Labels.CONTAINER_HASH, container.hash());
    String name = "Container " + container.name();
    if (!hash.equals(container.hash())) {
      return Optional.of(name + " definition changed");
    }
    return probes.fault(running.id()).map(probe -> name + " failed " + probe + " probe");
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

  private static boolean isRunning(ContainerStatus status) {
    return status.state() == ContainerStatus.State.CONTAINER_RUNNING;
  }
}
