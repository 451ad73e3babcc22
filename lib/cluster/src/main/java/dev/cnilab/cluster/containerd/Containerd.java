package dev.cnilab.cluster.containerd;

import dev.cnilab.cluster.containerd.container.Container;
import dev.cnilab.cluster.containerd.container.ContainerExec;
import dev.cnilab.cluster.containerd.container.ContainerService;
import dev.cnilab.cluster.containerd.container.ScopeLimits;
import dev.cnilab.cluster.containerd.daemon.ContainerdEvents;
import dev.cnilab.cluster.containerd.daemon.ContainerdLog;
import dev.cnilab.cluster.containerd.daemon.Store;
import dev.cnilab.cluster.containerd.images.ImageStore;
import dev.cnilab.cluster.containerd.network.NetworkInfo;
import dev.cnilab.cluster.containerd.sandbox.Sandbox;
import dev.cnilab.cluster.containerd.sandbox.SandboxService;
import dev.cnilab.cluster.cri.CriException;
import dev.cnilab.cluster.cri.CriImages;
import dev.cnilab.cluster.cri.CriRuntime;
import dev.cnilab.cluster.cri.CriStreaming;
import dev.cnilab.cluster.cri.Deadline;
import dev.cnilab.cluster.cri.message.ContainerConfig;
import dev.cnilab.cluster.cri.message.ContainerEvent;
import dev.cnilab.cluster.cri.message.ContainerStatus;
import dev.cnilab.cluster.cri.message.ExecSyncResult;
import dev.cnilab.cluster.cri.message.PodSandboxConfig;
import dev.cnilab.cluster.cri.message.PodSandboxStatus;
import dev.cnilab.cluster.cri.message.RuntimeStatus;
import dev.cnilab.cluster.cri.message.RuntimeVersion;
import dev.cnilab.cluster.image.ImageCatalog;
import dev.cnilab.cluster.log.GoText;
import dev.cnilab.userland.file.mount.MountNamespace;
import dev.cnilab.userland.process.Machine;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * containerd's CRI service on a machine; each call is logged as containerd's instrumented service
 * logs it. Sandboxes and containers survive while the service is down, because of their shims;
 * calls then fail with {@link CriException.Code#UNAVAILABLE}.
 */
public final class Containerd implements CriRuntime {
  public static final String VERSION = "v2.4.2";

  /** The path of the service's socket. */
  public static final String SOCKET = "/run/containerd/containerd.sock";

  private final ContainerdLog log = new ContainerdLog();
  private final Store<Sandbox> sandboxes = new Store<>("sandbox", Sandbox::podUid);
  private final Store<Container> containers =
      new Store<>("container", container -> container.sandbox().podUid());
  private final ContainerdEvents events;
  private final CriImages images;
  private final CriStreaming streaming;
  private final ContainerdProcess process;
  private final CallLog calls;
  private final SandboxService sandboxService;
  private final SandboxEnd sandboxEnd;
  private final ContainerService containerService;
  private final ContainerExec containerExec;

  /** Puts the executables of containerd and crictl into a file system. */
  public static void unpack(MountNamespace files) throws IOException {
    Installation.unpack(files);
  }

  /** Makes an unpacked containerd a service of a machine, without starting it. */
  public Containerd(Machine machine, ImageCatalog catalog) {
    this.events = new ContainerdEvents(machine.clock());
    this.process = new ContainerdProcess(machine, log);
    this.calls = new CallLog(process, log);
    ImageStore store = new ImageStore(machine, catalog, process::config, log);
    this.images = new ImageService(store, calls);
    this.sandboxService =
        new SandboxService(machine, sandboxes, process.cni(), process::config, store, log, events);
    this.containerService =
        new ContainerService(machine, process::isRunning, containers, store, log, events);
    this.sandboxEnd = new SandboxEnd(containers, containerService, sandboxService, log);
    process.onStart(this::recover);
    this.containerExec = new ContainerExec(machine);
    this.streaming = new StreamingService(sandboxes, containers, containerExec, calls);
    Installation.install(machine, this, process);
  }

  private void recover() {
    sandboxService.recover();
    containerService.recover();
  }

  /** What {@code crictl info} shows of the network configuration. */
  public NetworkInfo networkInfo() {
    calls.requireRunning();
    return new NetworkInfo(process.config(), process.cni().networks(), process.lastLoadStatus());
  }

  @Override
  public RuntimeStatus status() {
    calls.requireRunning();
    return new RuntimeConditions(process).status();
  }

  @Override
  public RuntimeVersion version() {
    calls.requireRunning();
    return new RuntimeVersion("containerd", VERSION, "v1");
  }

  @Override
  public void updateRuntimeConfig(String podCidr) {
    calls.requireRunning();
    log.info(
        "No cni config template is specified, wait for other system components to drop the"
            + " config.");
  }

  @Override
  public String runPodSandbox(PodSandboxConfig config, String runtimeHandler, Deadline deadline) {
    String call = "RunPodSandbox for " + config.metadata();
    return calls.logged(
        call,
        call + " failed, error",
        () -> sandboxService.run(config, runtimeHandler, deadline).id(),
        id -> call + " returns sandbox id " + GoText.quote(id));
  }

  @Override
  public void stopPodSandbox(String podSandboxId, Deadline deadline) {
    String call = "StopPodSandbox for " + GoText.quote(podSandboxId);
    calls.logged(
        call,
        () ->
            sandboxes.find(podSandboxId).ifPresent(sandbox -> sandboxEnd.stop(sandbox, deadline)));
  }

  @Override
  public void removePodSandbox(String podSandboxId, Deadline deadline) {
    String quoted = GoText.quote(podSandboxId);
    calls.logged(
        "RemovePodSandbox for " + quoted,
        "RemovePodSandbox for " + quoted + " failed",
        () -> {
          sandboxes.find(podSandboxId).ifPresent(sandbox -> sandboxEnd.remove(sandbox, deadline));
          return podSandboxId;
        },
        id -> "RemovePodSandbox " + quoted + " returns successfully");
  }

  @Override
  public PodSandboxStatus podSandboxStatus(String podSandboxId) {
    calls.requireRunning();
    return sandboxes
        .find(podSandboxId)
        .orElseThrow(
            () -> CriException.notFound("an error occurred when try to find sandbox: not found"))
        .status();
  }

  @Override
  public List<PodSandboxStatus> listPodSandbox() {
    calls.requireRunning();
    return sandboxes.all().stream().map(Sandbox::status).toList();
  }

  @Override
  public List<PodSandboxStatus> listPodSandbox(String podUid) {
    calls.requireRunning();
    return sandboxes.ofPod(podUid).stream().map(Sandbox::status).toList();
  }

  @Override
  public String createContainer(String podSandboxId, ContainerConfig config) {
    String call = "CreateContainer within sandbox " + GoText.quote(podSandboxId);
    return calls.logged(
        call + " for container " + config.metadata(),
        call + " for " + config.metadata() + " failed",
        () -> {
          Sandbox sandbox =
              sandboxes
                  .find(podSandboxId)
                  .orElseThrow(
                      () ->
                          CriException.notFound(
                              "failed to find sandbox id "
                                  + GoText.quote(podSandboxId)
                                  + ": not found"));
          return containerService.create(sandbox, config).id();
        },
        id -> call + " for " + config.metadata() + " returns container id " + GoText.quote(id));
  }

  @Override
  public void startContainer(String containerId) {
    String call = "StartContainer for " + GoText.quote(containerId);
    calls.logged(call, () -> containerService.start(containers.get(containerId)));
  }

  @Override
  public void stopContainer(String containerId, Duration timeout) {
    String call = "StopContainer for " + GoText.quote(containerId);
    calls.logged(
        call + " with timeout " + timeout.toSeconds() + " (s)",
        call + " failed",
        () -> {
          containers
              .find(containerId)
              .ifPresent(container -> containerService.stop(container, timeout));
          return containerId;
        },
        id -> call + " returns successfully");
  }

  @Override
  public void updateContainerResources(String containerId, ContainerConfig.Resources resources) {
    String call = "UpdateContainerResources for " + GoText.quote(containerId);
    calls.logged(call, () -> ScopeLimits.update(containers.get(containerId), resources));
  }

  @Override
  public void reopenContainerLog(String containerId) {
    String call = "ReopenContainerLog for " + GoText.quote(containerId);
    calls.logged(call, () -> containers.get(containerId).reopenLog());
  }

  @Override
  public void removeContainer(String containerId) {
    String call = "RemoveContainer for " + GoText.quote(containerId);
    calls.logged(call, () -> containers.find(containerId).ifPresent(containerService::remove));
  }

  @Override
  public ContainerStatus containerStatus(String containerId) {
    calls.requireRunning();
    try {
      return containers.get(containerId).status();
    } catch (CriException notFound) {
      log.error(
          "ContainerStatus for " + GoText.quote(containerId) + " failed", notFound.getMessage());
      throw notFound;
    }
  }

  @Override
  public String writableLayer(String containerId) {
    calls.requireRunning();
    return containers.get(containerId).writable();
  }

  @Override
  public long memory(String containerId) {
    calls.requireRunning();
    return containers.get(containerId).cgroup().memory().current();
  }

  @Override
  public List<ContainerStatus> listContainers() {
    calls.requireRunning();
    return containers.all().stream().map(Container::status).toList();
  }

  @Override
  public List<ContainerStatus> listContainers(String podUid) {
    calls.requireRunning();
    return containers.ofPod(podUid).stream().map(Container::status).toList();
  }

  @Override
  public ExecSyncResult execSync(String containerId, List<String> command, Duration timeout) {
    try {
      calls.requireRunning();
      return containerExec.sync(containers.get(containerId), command, timeout);
    } catch (CriException failed) {
      log.error("ExecSync for " + GoText.quote(containerId) + " failed", failed.getMessage());
      throw failed;
    }
  }

  @Override
  public CriStreaming streaming() {
    return streaming;
  }

  @Override
  public CriImages images() {
    return images;
  }

  @Override
  public Runnable onEvent(Consumer<ContainerEvent> listener) {
    return events.listen(listener);
  }
}
