package dev.cnilab.cluster.kubelet.container;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.cri.CriException;
import dev.cnilab.cluster.cri.CriRuntime;
import dev.cnilab.cluster.cri.Deadline;
import dev.cnilab.cluster.cri.message.ContainerConfig;
import dev.cnilab.cluster.cri.message.ContainerStatus;
import dev.cnilab.cluster.cri.message.PodSandboxConfig;
import dev.cnilab.cluster.cri.message.PodSandboxStatus;
import dev.cnilab.cluster.kubelet.lifetime.Lifetime;
import dev.cnilab.cluster.log.Klog;
import dev.cnilab.cluster.object.Json;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Calls the runtime, and logs each failure in the kubelet's log. */
public final class LoggedRuntime {
  private final Lifetime lifetime;
  private final CriRuntime runtime;
  private final Klog log;
  private final Duration timeout;

  /**
   * The runtime for the kubelet of that lifetime; a call that outlives it ends its task.
   *
   * @param timeout how long a call may take: {@code runtimeRequestTimeout}
   */
  public LoggedRuntime(Lifetime lifetime, CriRuntime runtime, Klog log, Duration timeout) {
    this.lifetime = lifetime;
    this.runtime = runtime;
    this.log = log;
    this.timeout = timeout;
  }

  /** The runtime itself, for calls whose failures are not logged. */
  public CriRuntime quiet() {
    return runtime;
  }

  /** An ID as structured log lines show it. */
  public static JsonNode id(String id) {
    return Json.object().put("Type", "containerd").put("ID", id);
  }

  /** Lists everything there is. */
  public List<PodSandboxStatus> listPodSandbox() {
    return logged(
        () -> runtime.listPodSandbox(),
        "remote_runtime.go:435",
        "ListPodSandbox with filter from runtime service failed",
        "filter",
        "");
  }

  /** May take twice as long as other calls. */
  public String runPodSandbox(PodSandboxConfig config, String runtimeHandler) {
    return logged(
        () ->
            Deadline.limit(
                lifetime.loop(),
                lifetime.end(),
                timeout.multipliedBy(2),
                deadline -> runtime.runPodSandbox(config, runtimeHandler, deadline)),
        "remote_runtime.go:325",
        "RunPodSandbox from runtime service failed");
  }

  public void stopPodSandbox(String id) {
    logged(
        () -> limited(deadline -> runtime.stopPodSandbox(id, deadline)),
        "remote_runtime.go:355",
        "StopPodSandbox from runtime service failed",
        "podSandboxID",
        id);
  }

  public void removePodSandbox(String id) {
    logged(
        () -> limited(deadline -> runtime.removePodSandbox(id, deadline)),
        "remote_runtime.go:375",
        "RemovePodSandbox from runtime service failed",
        "podSandboxID",
        id);
  }

  public String createContainer(String sandboxId, ContainerConfig config) {
    return logged(
        () -> runtime.createContainer(sandboxId, config),
        "remote_runtime.go:498",
        "CreateContainer in sandbox from runtime service failed",
        "podSandboxID",
        sandboxId);
  }

  public void startContainer(String id) {
    logged(
        () -> runtime.startContainer(id),
        "remote_runtime.go:523",
        "StartContainer from runtime service failed",
        "containerID",
        id);
  }

  public void stopContainer(String id, Duration timeout) {
    logged(
        () -> runtime.stopContainer(id, timeout),
        "remote_runtime.go:547",
        "StopContainer from runtime service failed",
        "containerID",
        id);
  }

  public void removeContainer(String id) {
    logged(
        () -> runtime.removeContainer(id),
        "remote_runtime.go:567",
        "RemoveContainer from runtime service failed",
        "containerID",
        id);
  }

  public void updateContainerResources(String id, ContainerConfig.Resources resources) {
    logged(
        () -> runtime.updateContainerResources(id, resources),
        "remote_runtime.go:711",
        "UpdateContainerResources from runtime service failed",
        "containerID",
        id);
  }

  public void reopenContainerLog(String id) {
    logged(
        () -> runtime.reopenContainerLog(id),
        "remote_runtime.go:913",
        "ReopenContainerLog from runtime service failed",
        "containerID",
        id);
  }

  public ContainerStatus containerStatus(String id) {
    return logged(
        () -> runtime.containerStatus(id),
        "remote_runtime.go:657",
        "ContainerStatus from runtime service failed",
        "containerID",
        id);
  }

  public String pullImage(String image) {
    return logged(
        () -> runtime.images().pull(image),
        "remote_image.go:334",
        "PullImage from image service failed",
        "image",
        image);
  }

  private void limited(Consumer<Deadline> call) {
    Deadline.limit(
        lifetime.loop(),
        lifetime.end(),
        timeout,
        deadline -> {
          call.accept(deadline);
          return "";
        });
  }

  private void logged(Runnable call, String place, String message, Object... fields) {
    logged(
        () -> {
          call.run();
          return "";
        },
        place,
        message,
        fields);
  }

  private <T> T logged(Supplier<T> call, String place, String message, Object... fields) {
    try {
      T result = call.get();
      lifetime.requireAlive();
      return result;
    } catch (CriException failure) {
      lifetime.requireAlive();
      log.failure(place, String.valueOf(failure.getMessage()), message, fields);
      throw failure;
    }
  }
}
