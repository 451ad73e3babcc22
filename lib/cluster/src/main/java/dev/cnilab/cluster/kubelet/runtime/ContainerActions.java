package dev.cnilab.cluster.kubelet.runtime;

import dev.cnilab.cluster.cri.message.ContainerStatus;
import dev.cnilab.cluster.kubelet.pod.ContainerSpec;
import dev.cnilab.cluster.kubelet.pod.Labels;
import dev.cnilab.cluster.kubelet.pod.Pod;
import dev.cnilab.cluster.kubelet.pod.RuntimePod;
import dev.cnilab.cluster.kubelet.resize.ContainerLimits;
import dev.cnilab.cluster.kubelet.runtime.PodActions.Kill;
import dev.cnilab.cluster.kubelet.runtime.PodActions.Sandbox;
import dev.cnilab.cluster.kubelet.runtime.PodActions.Update;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What has to be done for the containers of a pod whose sandbox is as it should be. */
final class ContainerActions {
  private final Pod pod;
  private final RuntimePod runtime;
  private final ProbeVerdicts probes;
  private final ContainerLimits limits;
  private final List<ContainerSpec> start = new ArrayList<>();
  private final List<Kill> kill = new ArrayList<>();
  private final List<Update> update = new ArrayList<>();

  ContainerActions(Pod pod, RuntimePod runtime, ProbeVerdicts probes, ContainerLimits limits) {
    this.pod = pod;
    this.runtime = runtime;
    this.probes = probes;
    this.limits = limits;
  }

  /** The actions of the pod with that sandbox, which may only be decided on once. */
  PodActions inSandbox(String sandboxId) {
    pod.ephemeralContainers().stream()
        .filter(container -> runtime.find(container.name()).isEmpty())
        .forEach(start::add);
    InitProgress init = InitProgress.of(pod, runtime, probes);
    if (init.failed()) {
      return PodActions.end(sandboxId);
    }
    start.addAll(init.start());
    kill.addAll(init.kill());
    pod.initContainers().stream()
        .filter(container -> !start.contains(container))
        .forEach(container -> running(container).ifPresent(status -> resize(container, status)));
    boolean goesOn = !init.done();
    if (init.done()) {
      for (ContainerSpec container : pod.containers()) {
        goesOn |= decide(container);
      }
    }
    return goesOn
        ? new PodActions(Sandbox.KEEP, sandboxId, start, kill, update)
        : PodActions.end(sandboxId);
  }

  private Optional<ContainerStatus> running(ContainerSpec container) {
    return runtime.find(container.name()).filter(PodActions::isRunning);
  }

  /** Decides on a regular container; returns whether it runs afterwards. */
  private boolean decide(ContainerSpec container) {
    Optional<ContainerStatus> running = running(container);
    if (running.isPresent()) {
      return decide(container, running.get());
    }
    boolean starts = runtime.shouldStart(container, pod);
    if (starts) {
      start.add(container);
    }
    return starts;
  }

  private boolean decide(ContainerSpec container, ContainerStatus running) {
    String name = "Container " + container.name();
    if (isRedefined(container, running)) {
      restart(container, running, name + " definition changed, will be restarted");
      return true;
    }
    Optional<String> probe = probes.fault(running.id());
    if (probe.isEmpty()) {
      resize(container, running);
      return true;
    }
    String failed = name + " failed " + probe.get() + " probe";
    if (pod.restartsOnFailure()) {
      restart(container, running, failed + ", will be restarted");
    } else {
      kill.add(new Kill(running, failed));
    }
    return pod.restartsOnFailure();
  }

  private static boolean isRedefined(ContainerSpec container, ContainerStatus running) {
    String hash = running.annotations().getOrDefault(Labels.CONTAINER_HASH, container.hash());
    return !hash.equals(container.hash());
  }

  private void restart(ContainerSpec container, ContainerStatus running, String message) {
    kill.add(new Kill(running, message));
    start.add(container);
  }

  private void resize(ContainerSpec container, ContainerStatus running) {
    switch (limits.change(pod, container, running)) {
      case NONE -> {}
      case UPDATE -> update.add(new Update(running.id(), limits.of(pod, container)));
      case RESTART ->
          restart(container, running, "Container " + container.name() + " resize requires restart");
    }
  }
}
