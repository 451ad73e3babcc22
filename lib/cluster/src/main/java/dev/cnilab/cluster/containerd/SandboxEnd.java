package dev.cnilab.cluster.containerd;

import dev.cnilab.cluster.containerd.container.Container;
import dev.cnilab.cluster.containerd.container.ContainerService;
import dev.cnilab.cluster.containerd.daemon.ContainerdLog;
import dev.cnilab.cluster.containerd.daemon.Store;
import dev.cnilab.cluster.containerd.sandbox.Sandbox;
import dev.cnilab.cluster.containerd.sandbox.SandboxService;
import dev.cnilab.cluster.cri.CriException;
import dev.cnilab.cluster.cri.Deadline;
import dev.cnilab.cluster.cri.message.ContainerStatus;
import dev.cnilab.cluster.log.GoText;
import java.time.Duration;

/** Stops and removes sandboxes together with the containers in them, which go first. */
record SandboxEnd(
    Store<Container> containers,
    ContainerService containerService,
    SandboxService sandboxService,
    ContainerdLog log) {

  /** Stops what runs in a sandbox, and the sandbox. */
  void stop(Sandbox sandbox, Deadline deadline) {
    for (Container container : containers.ofPod(sandbox.podUid())) {
      if (container.sandbox() == sandbox
          && container.state() == ContainerStatus.State.CONTAINER_RUNNING) {
        containerService.stop(container, Duration.ZERO);
      }
    }
    sandboxService.stop(sandbox, deadline);
  }

  /**
   * Removes a sandbox and its containers, and stops them before if they run.
   *
   * @throws CriException if it can't be stopped, with the reason
   */
  void remove(Sandbox sandbox, Deadline deadline) {
    String id = GoText.quote(sandbox.id());
    log.info("Forcibly stopping sandbox " + id);
    try {
      stop(sandbox, deadline);
    } catch (CriException failed) {
      throw new CriException(
          failed.code(), "failed to forcibly stop sandbox " + id + ": " + failed.description());
    }
    for (Container container : containers.ofPod(sandbox.podUid())) {
      if (container.sandbox() == sandbox) {
        containerService.remove(container);
      }
    }
    sandboxService.remove(sandbox);
  }
}
