package dev.cnilab.cluster.kubelet.runtime;

import dev.cnilab.cluster.cri.CriException;
import dev.cnilab.cluster.cri.message.ContainerStatus;
import dev.cnilab.cluster.cri.message.PodSandboxStatus;
import dev.cnilab.cluster.kubelet.container.LoggedRuntime;
import dev.cnilab.cluster.kubelet.pod.Labels;
import dev.cnilab.cluster.kubelet.pod.RuntimePod;
import dev.cnilab.cluster.log.GoText;
import dev.cnilab.cluster.log.Klog;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.mount.MountNamespace;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Removes dead containers and sandboxes: all of those of deleted pods, and all but the newest of
 * others. A kubelet collects once a minute.
 */
public final class ContainerGarbageCollector {
  private static final String LOGS = "/var/log/pods";

  private final LoggedRuntime runtime;
  private final MountNamespace files;
  private final Klog log;
  private final Predicate<String> isGone;

  /**
   * A collector.
   *
   * @param isGone whether nothing of the pod with that uid is needed anymore
   */
  public ContainerGarbageCollector(
      LoggedRuntime runtime, MountNamespace files, Klog log, Predicate<String> isGone) {
    this.runtime = runtime;
    this.files = files;
    this.log = log;
    this.isGone = isGone;
  }

  /** Removes what can be removed. Blocks. */
  public void collect() {
    try {
      removeContainers();
      removeSandboxes();
      removeLogs();
    } catch (CriException unreachable) {
      log.failure(
          "kubelet.go:1724", unreachable.getMessage(), "Container garbage collection failed");
    }
  }

  /** Removes the dead containers of a pod that is being deleted. Blocks. */
  public void removeContainersOf(String podUid) {
    List<ContainerStatus> dead =
        runtime.quiet().listContainers(podUid).stream()
            .filter(ContainerGarbageCollector::isDead)
            .toList();
    dead.forEach(this::remove);
    dead.forEach(this::removeOnceMore);
  }

  /** Removes the dead containers of pods that will not run again. Blocks. */
  public void removeContainersOfAllBut(Set<String> activeUids) {
    runtime.quiet().listContainers().stream()
        .filter(ContainerGarbageCollector::isDead)
        .filter(each -> !activeUids.contains(each.labels().getOrDefault(Labels.POD_UID, "")))
        .toList()
        .forEach(this::remove);
  }

  /** Others that learn that a container has ended also want to remove it. */
  private void removeOnceMore(ContainerStatus container) {
    try {
      runtime.containerStatus(container.id());
    } catch (CriException gone) {
      log.info(
          "pod_container_deletor.go:56",
          "DeleteContainer returned error",
          "containerID",
          LoggedRuntime.id(container.id()),
          "err",
          "failed to get container status "
              + GoText.quote(container.id())
              + ": "
              + gone.getMessage());
    }
  }

  private void removeContainers() {
    Map<String, Integer> kept = new HashMap<>();
    for (ContainerStatus container : runtime.quiet().listContainers().reversed()) {
      String pod = container.labels().getOrDefault(Labels.POD_UID, "");
      String unit = pod + "/" + container.metadata().name();
      if (isDead(container) && (isGone.test(pod) || kept.merge(unit, 1, Integer::sum) > 1)) {
        remove(container);
      }
    }
  }

  private void removeSandboxes() {
    Set<String> used = new HashSet<>();
    runtime.quiet().listContainers().forEach(container -> used.add(container.podSandboxId()));
    Set<String> podsWithNewer = new HashSet<>();
    List<PodSandboxStatus> newestFirst = runtime.quiet().listPodSandbox().reversed();
    for (PodSandboxStatus sandbox : newestFirst) {
      String pod = sandbox.metadata().uid();
      boolean newest = podsWithNewer.add(pod);
      boolean active = RuntimePod.isReady(sandbox) || used.contains(sandbox.id());
      if (!active && (isGone.test(pod) || !newest)) {
        remove(sandbox);
      }
    }
  }

  /** Removes the log directories of deleted pods: their names end in {@code _UID}. */
  private void removeLogs() {
    try {
      for (String name : files.isDirectory(LOGS) ? files.list(LOGS) : List.<String>of()) {
        if (isGone.test(name.substring(name.lastIndexOf('_') + 1))) {
          files.removeAll(LOGS + "/" + name);
        }
      }
    } catch (FileException failed) {
      log.failure(
          "kuberuntime_gc.go:349", failed.getMessage(), "Failed to remove pod logs directory");
    }
  }

  private void removeLog(String path) throws FileException {
    if (!path.isEmpty() && files.exists(path.substring(0, path.lastIndexOf('/')))) {
      for (String rotated : LogRotation.rotated(files, path)) {
        files.unlink(rotated);
      }
      files.removeAll(path);
    }
  }

  private void remove(ContainerStatus container) {
    try {
      runtime.removeContainer(container.id());
      removeLog(container.logPath());
    } catch (FileException failed) {
      log.failure(
          "kuberuntime_container.go:1363",
          failed.getMessage(),
          "Failed to remove container log",
          "containerID",
          container.id());
    } catch (CriException failure) {
      log.failure(
          "kuberuntime_gc.go:151",
          String.valueOf(failure.getMessage()),
          "Failed to remove container",
          "containerID",
          container.id());
    }
  }

  private void remove(PodSandboxStatus sandbox) {
    try {
      runtime.stopPodSandbox(sandbox.id());
    } catch (CriException failure) {
      tell("kuberuntime_gc.go:182", failure, "Failed to stop sandbox before removing", sandbox);
      return;
    }
    try {
      runtime.removePodSandbox(sandbox.id());
    } catch (CriException failure) {
      tell("kuberuntime_gc.go:186", failure, "Failed to remove sandbox", sandbox);
    }
  }

  private void tell(String source, CriException failure, String message, PodSandboxStatus sandbox) {
    log.failure(source, String.valueOf(failure.getMessage()), message, "sandboxID", sandbox.id());
  }

  private static boolean isDead(ContainerStatus container) {
    return container.state() == ContainerStatus.State.CONTAINER_EXITED;
  }
}
