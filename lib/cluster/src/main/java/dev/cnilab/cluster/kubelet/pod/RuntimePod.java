package dev.cnilab.cluster.kubelet.pod;

import dev.cnilab.cluster.cri.CriRuntime;
import dev.cnilab.cluster.cri.message.ContainerStatus;
import dev.cnilab.cluster.cri.message.ContainerStatus.State;
import dev.cnilab.cluster.cri.message.PodSandboxConfig.NamespaceMode;
import dev.cnilab.cluster.cri.message.PodSandboxStatus;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A pod's state in the runtime, as it was when the runtime was asked. */
public final class RuntimePod {
  private final List<PodSandboxStatus> sandboxes;
  private final List<ContainerStatus> containers;
  private final Map<String, List<ContainerStatus>> byName;

  private RuntimePod(List<PodSandboxStatus> sandboxes, List<ContainerStatus> containers) {
    this.sandboxes = sandboxes;
    this.containers = containers;
    this.byName =
        containers.stream().collect(Collectors.groupingBy(each -> each.metadata().name()));
  }

  /** Asks the runtime for the sandboxes and containers with a pod's uid as label. */
  public static RuntimePod of(CriRuntime runtime, String uid) {
    return new RuntimePod(
        runtime.listPodSandbox(uid).reversed(), runtime.listContainers(uid).reversed());
  }

  /** The sandboxes, the newest first. */
  public List<PodSandboxStatus> sandboxes() {
    return sandboxes;
  }

  /** The containers, including dead ones, the newest first. */
  public List<ContainerStatus> containers() {
    return containers;
  }

  /** The containers of that name, the newest first. */
  public List<ContainerStatus> runs(String container) {
    return byName.getOrDefault(container, List.of());
  }

  /** The newest container of that name. */
  public Optional<ContainerStatus> find(String container) {
    return runs(container).stream().findFirst();
  }

  /** The newest container of that name that has ended. */
  public Optional<ContainerStatus> findEnded(String container) {
    return runs(container).stream().filter(c -> c.state() == State.CONTAINER_EXITED).findFirst();
  }

  /** The addresses of the newest sandbox if that is ready. */
  public List<String> ips() {
    return sandboxes.isEmpty() || !isReady(sandboxes.getFirst())
        ? List.of()
        : sandboxes.getFirst().ips();
  }

  public List<ContainerStatus> running() {
    return containers.stream().filter(c -> c.state() == State.CONTAINER_RUNNING).toList();
  }

  /**
   * Whether a new sandbox is needed, because there is not exactly one ready sandbox that fits the
   * pod.
   */
  public boolean needsSandbox(Pod pod) {
    return !lackOfSandbox(pod).isEmpty();
  }

  /** Why a new sandbox is needed; "" if none is needed. */
  public String lackOfSandbox(Pod pod) {
    if (sandboxes.isEmpty()) {
      return "no pod sandbox exists";
    }
    if (sandboxes.stream().filter(RuntimePod::isReady).count() > 1) {
      return "multiple pod sandboxes are ready and need to be reconciled";
    }
    PodSandboxStatus newest = sandboxes.getFirst();
    if (!isReady(newest)) {
      return "pod sandbox is not ready";
    }
    boolean hostNetwork = newest.namespaces().network() == NamespaceMode.NODE;
    if (hostNetwork != pod.isHostNetwork()) {
      return "network namespace mode changed and sandbox needs to be recreated";
    }
    return !hostNetwork && newest.ips().isEmpty() ? "pod sandbox has no IP address" : "";
  }

  /** The attempt of the newest sandbox, or the next one if a new sandbox is needed. */
  public int attempt(Pod pod) {
    if (sandboxes.isEmpty()) {
      return 0;
    }
    return sandboxes.getFirst().metadata().attempt() + (needsSandbox(pod) ? 1 : 0);
  }

  /** Whether a regular container runs, or has been created, in the newest ready sandbox. */
  public boolean hasStartedRegular(Pod pod) {
    return pod.containers().stream()
        .flatMap(container -> find(container.name()).stream())
        .anyMatch(
            status ->
                status.podSandboxId().equals(sandboxes.isEmpty() ? "" : sandboxes.getFirst().id())
                    && isReady(sandboxes.getFirst())
                    && status.startedAt() != null);
  }

  /** Whether a container has to be started or restarted, according to the pod's restart policy. */
  public boolean shouldStart(ContainerSpec container, Pod pod) {
    if (pod.isDeleted()) {
      return false;
    }
    Optional<ContainerStatus> status = find(container.name());
    if (status.isEmpty() || status.get().state() == State.CONTAINER_CREATED) {
      return true;
    }
    if (status.get().state() == State.CONTAINER_RUNNING) {
      return false;
    }
    return container.isRestartableInit()
        || switch (pod.restartPolicy()) {
          case "Never" -> false;
          case "OnFailure" -> status.get().exitCode() != 0;
          default -> true;
        };
  }

  /** How often a container has been restarted. */
  public static int restartCount(ContainerStatus container) {
    return Integer.parseInt(container.annotations().getOrDefault(Labels.RESTART_COUNT, "0"));
  }

  public static boolean isReady(PodSandboxStatus sandbox) {
    return sandbox.state() == PodSandboxStatus.State.SANDBOX_READY;
  }
}
