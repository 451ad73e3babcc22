package dev.cnilab.cluster.kubelet.runtime;

import dev.cnilab.cluster.cri.CriException;
import dev.cnilab.cluster.cri.message.ContainerStatus;
import dev.cnilab.cluster.cri.message.PodSandboxStatus;
import dev.cnilab.cluster.kubelet.container.ContainerKiller;
import dev.cnilab.cluster.kubelet.container.ContainerStarter;
import dev.cnilab.cluster.kubelet.container.LoggedRuntime;
import dev.cnilab.cluster.kubelet.container.SandboxConfigs;
import dev.cnilab.cluster.kubelet.container.SyncResult;
import dev.cnilab.cluster.kubelet.image.StartFailure;
import dev.cnilab.cluster.kubelet.pod.ContainerSpec;
import dev.cnilab.cluster.kubelet.pod.Pod;
import dev.cnilab.cluster.kubelet.pod.RuntimePod;
import dev.cnilab.cluster.kubelet.resize.ContainerLimits;
import dev.cnilab.cluster.kubelet.status.container.ReasonCache;
import dev.cnilab.cluster.kubelet.worker.SyncFailure;
import dev.cnilab.cluster.log.Klog;
import dev.cnilab.cluster.record.EventRecorder;
import dev.cnilab.cluster.record.EventType;
import java.util.List;
import java.util.function.Predicate;

/** Brings a pod's sandbox and containers in line with its specification, and ends them. */
public final class PodRuntime {
  private final LoggedRuntime runtime;
  private final SandboxConfigs configs;
  private final RuntimeHandlers handlers;
  private final ContainerLimits limits;
  private final ContainerStarter starter;
  private final ContainerKiller killer;
  private final ProbeVerdicts probes;
  private final ReasonCache reasons;
  private final EventRecorder recorder;
  private final Klog log;
  private final Predicate<String> terminationRequested;

  PodRuntime(
      LoggedRuntime runtime,
      SandboxConfigs configs,
      RuntimeHandlers handlers,
      ContainerLimits limits,
      ContainerStarter starter,
      ContainerKiller killer,
      ProbeVerdicts probes,
      ReasonCache reasons,
      EventRecorder recorder,
      Klog log,
      Predicate<String> terminationRequested) {
    this.runtime = runtime;
    this.configs = configs;
    this.handlers = handlers;
    this.limits = limits;
    this.starter = starter;
    this.killer = killer;
    this.probes = probes;
    this.reasons = reasons;
    this.recorder = recorder;
    this.log = log;
    this.terminationRequested = terminationRequested;
  }

  /** Carries out the {@link PodActions}. Blocks. */
  public void sync(Pod pod, RuntimePod known) throws SyncFailure {
    PodActions actions = PodActions.of(pod, known, probes, limits);
    SyncResult result = new SyncResult();
    String sandbox = actions.sandboxId();
    List<String> ips = known.ips();
    switch (actions.sandbox()) {
      case KEEP -> {
        actions
            .kill()
            .forEach(
                kill ->
                    killer.kill(
                        pod, kill.container(), kill.message(), pod.gracePeriodSeconds(), result));
        actions
            .update()
            .forEach(
                each -> runtime.updateContainerResources(each.containerId(), each.resources()));
      }
      case KILL -> killAll(pod, known, pod.gracePeriodSeconds(), result);
      case REPLACE -> {
        if (!sandbox.isEmpty()) {
          recorder.event(
              pod.reference(),
              EventType.NORMAL,
              "SandboxChanged",
              "Pod sandbox changed, it will be killed and re-created.");
        }
        killAll(pod, known, pod.gracePeriodSeconds(), result);
        if (result.hasFailed()) {
          log.failure(
              "kuberuntime_manager.go:1611", result.message(), "killPodWithSyncResult failed");
          result.throwIfFailed();
        }
        sandbox = createSandbox(pod, known.attempt(pod), result);
        if (sandbox.isEmpty()) {
          result.throwIfFailed();
          return;
        }
        ips = runtime.quiet().podSandboxStatus(sandbox).ips();
      }
    }
    for (ContainerSpec container : actions.start()) {
      if (!start(pod, container, known, sandbox, ips, result)
          && container.kind() == ContainerSpec.Kind.INIT) {
        break;
      }
    }
    result.throwIfFailed();
  }

  /** Ends all containers and stops all sandboxes of a pod. Blocks. */
  public void kill(Pod pod, RuntimePod known, long graceSeconds) throws SyncFailure {
    SyncResult result = new SyncResult();
    killAll(pod, known, graceSeconds, result);
    if (result.hasFailed()) {
      String message = "error killing pod: " + result.message();
      recorder.event(pod.reference(), EventType.WARNING, "FailedKillPod", message);
      log.failure(
          "kubelet.go:2493", result.message(), "Unhandled Error", "logger", "UnhandledError");
    }
    result.throwIfFailed();
  }

  private void killAll(Pod pod, RuntimePod known, long graceSeconds, SyncResult result) {
    List<ContainerStatus> running = known.running();
    if (!running.isEmpty()) {
      killer.killAll(pod, running, graceSeconds, result);
    }
    for (PodSandboxStatus sandbox : known.sandboxes()) {
      try {
        runtime.stopPodSandbox(sandbox.id());
      } catch (CriException failure) {
        if (failure.code() != CriException.Code.NOT_FOUND) {
          String error = String.valueOf(failure.getMessage());
          result.fail("KillPodSandbox", pod.uid(), "KillPodSandboxError", error);
          log.error(
              "kuberuntime_manager.go:2136",
              "Failed to stop sandbox",
              "podSandboxID",
              LoggedRuntime.id(sandbox.id()));
        }
      }
    }
  }

  /** Creates a sandbox; returns "" if that failed. */
  private String createSandbox(Pod pod, int attempt, SyncResult result) {
    try {
      return runtime.runPodSandbox(configs.of(pod, attempt), handlers.of(pod));
    } catch (CriException | IllegalArgumentException failure) {
      String error = String.valueOf(failure.getMessage());
      log.failure(
          "kuberuntime_sandbox.go:74", error, "Failed to create sandbox for pod", "pod", pod.key());
      if (terminationRequested.test(pod.uid())) {
        return "";
      }
      log.failure(
          "kuberuntime_manager.go:1747",
          error,
          "CreatePodSandbox for pod failed",
          "pod",
          pod.key());
      recorder.event(
          pod.reference(),
          EventType.WARNING,
          "FailedCreatePodSandBox",
          "Failed to create pod sandbox: " + error);
      result.fail(
          "CreatePodSandbox",
          pod.longName(),
          "CreatePodSandboxError",
          "Failed to create sandbox for pod \"" + pod.longName() + "\": " + error);
      return "";
    }
  }

  private boolean start(
      Pod pod,
      ContainerSpec container,
      RuntimePod known,
      String sandbox,
      List<String> ips,
      SyncResult result) {
    try {
      starter.start(pod, container, known, sandbox, ips);
      reasons.started(pod.uid(), container.name());
      return true;
    } catch (StartFailure failure) {
      reasons.failed(
          pod.uid(),
          container.name(),
          new ReasonCache.Reason(failure.reason(), failure.getMessage()));
      result.fail("StartContainer", container.name(), failure.reason(), failure.getMessage());
      failure.backingOffUntil().ifPresent(result::backsOffUntil);
      if (!failure.reason().endsWith("BackOff")) {
        log.failure(
            "kuberuntime_manager.go:1854",
            "%s %s start failed in pod %s: %s: %s"
                .formatted(
                    container.kind(),
                    container.name(),
                    pod.longName(),
                    failure.reason(),
                    failure.getMessage()),
            "Unhandled Error",
            "logger",
            "UnhandledError");
      }
      return false;
    }
  }
}
