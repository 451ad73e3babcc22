package dev.cnilab.cluster.cri;

import dev.cnilab.cluster.cri.message.ContainerConfig;
import dev.cnilab.cluster.cri.message.ContainerEvent;
import dev.cnilab.cluster.cri.message.ContainerStatus;
import dev.cnilab.cluster.cri.message.ExecSyncResult;
import dev.cnilab.cluster.cri.message.PodSandboxConfig;
import dev.cnilab.cluster.cri.message.PodSandboxStatus;
import dev.cnilab.cluster.cri.message.RuntimeStatus;
import dev.cnilab.cluster.cri.message.RuntimeVersion;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * The runtime service of one node. Every call happens on the event loop; those that say so block
 * and need a {@link dev.cnilab.netsim.loop.Task}. A call that fails throws {@link CriException}
 * with the runtime's own words. Identifiers are 64 hexadecimal digits; an unambiguous prefix is
 * accepted. Unknown ones give {@link CriException.Code#NOT_FOUND}, except for stop and remove,
 * which then have nothing to do.
 */
public interface CriRuntime {
  /**
   * Whether the runtime and the pod network are ready. Always answers. Blocks, because plugins of
   * CNI 1.1.0 or later are asked for their STATUS.
   */
  RuntimeStatus status();

  /** Name and version of the runtime, as in {@code containerd://2.4.2}. */
  RuntimeVersion version();

  /** Gives the runtime the node's pod CIDR; containerd only stores it. */
  void updateRuntimeConfig(String podCidr);

  /**
   * Creates and starts a sandbox: its network namespace, the CNI plugins' ADD, the pause process.
   * Blocks. If the network cannot be set up, everything is undone and this throws.
   *
   * @param runtimeHandler a runtime of containerd's configuration; empty for the default one
   * @param deadline when the caller stops waiting; plugins are killed then
   * @return the id of the sandbox
   */
  String runPodSandbox(PodSandboxConfig config, String runtimeHandler, Deadline deadline);

  /**
   * Kills everything in a sandbox and tears its network down; may be repeated. Blocks. Throws if
   * the network cannot be torn down; the sandbox then stays as it is.
   *
   * @param deadline when the caller stops waiting; plugins are killed then
   */
  void stopPodSandbox(String podSandboxId, Deadline deadline);

  /**
   * Removes a sandbox and its containers; stops it first if necessary. Blocks.
   *
   * @param deadline when the caller stops waiting; plugins are killed then
   */
  void removePodSandbox(String podSandboxId, Deadline deadline);

  PodSandboxStatus podSandboxStatus(String podSandboxId);

  /** All sandboxes, including those that are not ready, the oldest first. */
  List<PodSandboxStatus> listPodSandbox();

  /**
   * Like {@link #listPodSandbox()}, for one pod only: the filter by {@code io.kubernetes.pod.uid}.
   */
  List<PodSandboxStatus> listPodSandbox(String podUid);

  /**
   * Creates a container in a sandbox; its image must be present. Blocks.
   *
   * @return the id of the container
   */
  String createContainer(String podSandboxId, ContainerConfig config);

  /**
   * Starts a container's process. Blocks until it runs. Throws if it cannot be executed; the
   * container then has exited with code 128, reason {@code StartError}.
   */
  void startContainer(String containerId);

  /**
   * Sends the container's process TERM and after {@code timeout} KILL. Blocks until it has exited.
   */
  void stopContainer(String containerId, Duration timeout);

  /**
   * Changes a container's resource limits while it runs.
   *
   * @throws CriException if there is none, or it has exited
   */
  void updateContainerResources(String containerId, ContainerConfig.Resources resources);

  /** Removes a container, killing its process if it still runs. Blocks. */
  void removeContainer(String containerId);

  /**
   * Makes a running container log to a new file, after its log was moved away.
   *
   * @throws CriException if there is none, it does not run, or the file cannot be created
   */
  void reopenContainerLog(String containerId);

  ContainerStatus containerStatus(String containerId);

  /** All containers in any state, the oldest first. */
  List<ContainerStatus> listContainers();

  /**
   * Like {@link #listContainers()}, for one pod only: the filter by {@code io.kubernetes.pod.uid}.
   */
  List<ContainerStatus> listContainers(String podUid);

  /**
   * Runs a command in a running container. Blocks until it has exited, at most for {@code timeout};
   * zero means without limit.
   *
   * @throws CriException {@link CriException.Code#DEADLINE_EXCEEDED} if the time ran out
   */
  ExecSyncResult execSync(String containerId, List<String> command, Duration timeout);

  /** Calls with the caller's streams. */
  CriStreaming streaming();

  /** The images on the node. */
  CriImages images();

  /**
   * Subscribes to events of containers and sandboxes; the listener is called on the loop, never
   * during a call of this interface. The kubelet's evented PLEG.
   *
   * @return ends the subscription
   */
  Runnable onEvent(Consumer<ContainerEvent> listener);

  /** The node's directory with a container's changes to its image; ContainerStats. */
  String writableLayer(String containerId);

  /** The memory that a container's processes use, in bytes; ContainerStats. */
  long memory(String containerId);
}
