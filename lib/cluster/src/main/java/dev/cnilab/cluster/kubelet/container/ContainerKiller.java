package dev.cnilab.cluster.kubelet.container;

import dev.cnilab.cluster.cri.CriException;
import dev.cnilab.cluster.cri.message.ContainerStatus;
import dev.cnilab.cluster.kubelet.lifetime.Lifetime;
import dev.cnilab.cluster.kubelet.pod.ContainerSpec;
import dev.cnilab.cluster.kubelet.pod.Pod;
import dev.cnilab.cluster.record.EventRecorder;
import dev.cnilab.cluster.record.EventType;
import dev.cnilab.netsim.loop.WaitQueue;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Ends containers: the preStop hook, SIGTERM, and SIGKILL when the grace period has passed. */
public final class ContainerKiller {
  private static final long LEAST_GRACE_SECONDS = 2;

  private final Lifetime lifetime;
  private final LoggedRuntime runtime;
  private final EventRecorder recorder;
  private final Hooks hooks;

  public ContainerKiller(
      Lifetime lifetime, LoggedRuntime runtime, EventRecorder recorder, Hooks hooks) {
    this.lifetime = lifetime;
    this.runtime = runtime;
    this.recorder = recorder;
    this.hooks = hooks;
  }

  /**
   * Ends the containers of a pod: regular ones all at the same time, and once they are gone the
   * sidecars, the last one first, in the rest of the grace period (KEP-753).
   */
  public void killAll(
      Pod pod, List<ContainerStatus> running, long graceSeconds, SyncResult result) {
    Instant start = lifetime.loop().now();
    List<ContainerStatus> sidecars = sidecars(pod, running);
    List<ContainerStatus> others =
        running.stream().filter(each -> !sidecars.contains(each)).toList();
    if (!others.isEmpty()) {
      killTogether(pod, others, graceSeconds, result);
    }
    for (ContainerStatus sidecar : sidecars) {
      long passed = Duration.between(start, lifetime.loop().now()).toSeconds();
      kill(pod, sidecar, "", graceSeconds - passed, result);
    }
  }

  private static List<ContainerStatus> sidecars(Pod pod, List<ContainerStatus> running) {
    List<String> names =
        pod.initContainers().stream()
            .filter(ContainerSpec::isRestartableInit)
            .map(ContainerSpec::name)
            .toList();
    return running.stream()
        .filter(each -> names.contains(each.metadata().name()))
        .sorted(
            Comparator.comparing((ContainerStatus each) -> names.indexOf(each.metadata().name()))
                .reversed())
        .toList();
  }

  private void killTogether(
      Pod pod, List<ContainerStatus> running, long graceSeconds, SyncResult result) {
    if (running.size() == 1) {
      kill(pod, running.getFirst(), "", graceSeconds, result);
      return;
    }
    WaitQueue ended = new WaitQueue(lifetime.loop());
    int[] left = {running.size()};
    for (ContainerStatus container : running) {
      lifetime.spawn(
          "kill " + container.metadata().name(),
          () -> {
            try {
              kill(pod, container, "", graceSeconds, result);
            } finally {
              left[0]--;
              ended.wakeAll();
            }
          });
    }
    while (left[0] > 0) {
      ended.await();
    }
  }

  /** Ends a container; the event has the given {@code message}, or else the standard one. */
  public void kill(
      Pod pod, ContainerStatus running, String message, long graceSeconds, SyncResult result) {
    String name = running.metadata().name();
    Optional<ContainerSpec> container = pod.container(name);
    String text = message.isEmpty() ? "Stopping container " + name : message;
    container.ifPresentOrElse(
        known -> recorder.event(pod.reference(known), EventType.NORMAL, "Killing", text),
        () -> recorder.event(pod.reference(), EventType.NORMAL, "Killing", text));
    long grace = Math.max(0, graceSeconds);
    if (container.isPresent() && grace > 0) {
      Instant start = lifetime.loop().now();
      hooks.preStop(pod, container.get(), running.id(), grace);
      grace -= Duration.between(start, lifetime.loop().now()).toSeconds();
    }
    try {
      Duration timeout = Duration.ofSeconds(Math.max(LEAST_GRACE_SECONDS, grace));
      runtime.stopContainer(running.id(), timeout);
    } catch (CriException failure) {
      if (failure.code() != CriException.Code.NOT_FOUND) {
        String error = String.valueOf(failure.getMessage());
        result.fail("KillContainer", name, "KillContainerError", error);
      }
    }
  }
}
