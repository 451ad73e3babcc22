package dev.cnilab.cluster.cri;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The runtime and image service of one node. Every call happens on the event loop; those that say
 * so block and need a {@link dev.cnilab.netsim.loop.Task}. A call that fails throws {@link
 * CriException} with the runtime's own words. Identifiers are 64 hexadecimal digits; where one is
 * asked for, an unambiguous prefix will do. Ids that are not known are {@link
 * CriException.Code#NOT_FOUND}, except for stop and remove, which then have nothing to do.
 */
public interface CriRuntime {
  /**
   * Whether the runtime and the pod network are ready. Always answers. Blocks, because plugins of
   * CNI 1.1.0 or later are asked for their STATUS.
   */
  RuntimeStatus status();

  /** Name and version of the runtime, as in {@code containerd://2.4.2}. */
  RuntimeVersion version();

  /** Tells the runtime the node's pod CIDR; containerd only remembers it. */
  void updateRuntimeConfig(String podCidr);

  /**
   * Creates and starts a sandbox: its network namespace, the CNI plugins' ADD, the pause process.
   * Blocks. If the network cannot be set up everything is taken back and this throws.
   *
   * @param runtimeHandler a runtime of containerd's configuration; empty for the default one
   * @return the id of the sandbox
   */
  String runPodSandbox(PodSandboxConfig config, String runtimeHandler);

  /**
   * Kills what runs in a sandbox and tears its network down; may be repeated. Blocks. Throws while
   * the network cannot be torn down, and then the sandbox stays as it is.
   */
  void stopPodSandbox(String podSandboxId);

  /** Removes a sandbox and its containers; stops it first if need be. Blocks. */
  void removePodSandbox(String podSandboxId);

  PodSandboxStatus podSandboxStatus(String podSandboxId);

  /** All sandboxes, also those that are not ready, the oldest first. */
  List<PodSandboxStatus> listPodSandbox();

  /** As {@link #listPodSandbox()}, of one pod only: the filter by {@code io.kubernetes.pod.uid}. */
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
   * Changes what a container may use, while it runs.
   *
   * @throws CriException if there is none, or it has exited
   */
  void updateContainerResources(String containerId, ContainerConfig.Resources resources);

  /** Removes a container, killing its process if it still runs. Blocks. */
  void removeContainer(String containerId);

  /**
   * Lets a running container log to a new file, after its log was moved away.
   *
   * @throws CriException if there is none, it does not run, or the file cannot be made
   */
  void reopenContainerLog(String containerId);

  ContainerStatus containerStatus(String containerId);

  /** All containers in whatever state, the oldest first. */
  List<ContainerStatus> listContainers();

  /** As {@link #listContainers()}, of one pod only: the filter by {@code io.kubernetes.pod.uid}. */
  List<ContainerStatus> listContainers(String podUid);

  /**
   * Runs a command in a running container. Blocks until it has exited, at most for {@code timeout};
   * zero means without limit.
   *
   * @throws CriException {@link CriException.Code#DEADLINE_EXCEEDED} if the time ran out
   */
  ExecSyncResult execSync(String containerId, List<String> command, Duration timeout);

  /**
   * Runs a command in a running container on the caller's streams. Blocks until it has exited;
   * interrupting the task kills the command.
   *
   * @return its exit status
   */
  int exec(String containerId, List<String> command, ExecStreams streams);

  /**
   * Shows a caller what a running container's main process writes from now on, and gives it the
   * caller's input if it reads any. Blocks until the process has exited; interrupting the task ends
   * only the caller's part in it.
   */
  void attach(String containerId, ExecStreams streams);

  /**
   * Connects a caller with a port of a sandbox, as seen from inside of it. Blocks until both sides
   * are done; interrupting the task ends the connection.
   *
   * @throws CriException if nothing listens there
   */
  void portForward(String podSandboxId, int port, ExecStreams streams);

  /**
   * Pulls an image. Blocks for some tens of milliseconds the first time.
   *
   * @param image a name as written in a pod, such as {@code nginx}
   * @return the reference to create containers with
   */
  String pullImage(String image);

  /** The image of that name or reference if it is present on the node. */
  Optional<Image> imageStatus(String image);

  List<Image> listImages();

  /** Removes an image; does nothing if it is not present. */
  void removeImage(String image);

  /**
   * Says who is told of the life of containers and sandboxes, on the loop, never inside a call of
   * this interface. The kubelet's evented PLEG.
   *
   * @return what ends that
   */
  Runnable onEvent(Consumer<ContainerEvent> listener);

  /** The directory of the node with what a container has changed of its image; ContainerStats. */
  String writableLayer(String containerId);

  /** What the processes of a container take of the memory, in bytes; ContainerStats. */
  long memory(String containerId);
}
