package dev.cnilab.cluster.kubelet;

import dev.cnilab.cluster.cri.CriException;
import dev.cnilab.cluster.cri.message.PodSandboxStatus;
import dev.cnilab.cluster.kubelet.container.LoggedRuntime;
import dev.cnilab.cluster.kubelet.lifetime.Lifetime;
import dev.cnilab.cluster.kubelet.pod.Pod;
import dev.cnilab.cluster.kubelet.pod.RuntimePod;
import dev.cnilab.cluster.kubelet.volume.Volumes;
import dev.cnilab.cluster.kubelet.worker.PodWorkers;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Checks every 2 s for what the events of pods have left behind. */
record Housekeeping(
    Lifetime lifetime,
    LoggedRuntime runtime,
    PodWorkers workers,
    Volumes volumes,
    Map<String, Pod> pods,
    Predicate<String> isGone) {
  private static final Duration PERIOD = Duration.ofSeconds(2);

  /** Starts, but not before the wanted pods can be known. */
  void start() {
    lifetime.after(PERIOD, () -> lifetime.every(PERIOD, this::keep));
  }

  /** One round. */
  void keep() {
    workers.forgetAllBut(pods.keySet());
    pods.values().stream()
        .filter(pod -> pod.isStatic() && workers.isGone(pod.uid()))
        .toList()
        .forEach(workers::update);
    try {
      Set<String> running = new HashSet<>();
      for (PodSandboxStatus sandbox : runtime.quiet().listPodSandbox()) {
        String uid = sandbox.metadata().uid();
        if (RuntimePod.isReady(sandbox)) {
          running.add(uid);
          if (isGone.test(uid)) {
            stopStranger(sandbox);
          }
        }
      }
      volumes.removeOrphans(uid -> isGone.test(uid) && !running.contains(uid));
    } catch (CriException unreachable) {
      // The next round tries again.
    }
  }

  /** Ends what runs of an unknown pod, such as one that was deleted while the kubelet was down. */
  private void stopStranger(PodSandboxStatus sandbox) {
    lifetime.spawn(
        "stop " + sandbox.id(),
        () -> {
          try {
            runtime.quiet().listContainers(sandbox.metadata().uid()).stream()
                .filter(container -> container.podSandboxId().equals(sandbox.id()))
                .forEach(container -> runtime.stopContainer(container.id(), PERIOD));
            runtime.stopPodSandbox(sandbox.id());
          } catch (CriException failure) {
            // The next round tries again.
          }
        });
  }
}
