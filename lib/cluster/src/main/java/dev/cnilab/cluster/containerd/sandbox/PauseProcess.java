package dev.cnilab.cluster.containerd.sandbox;

import dev.cnilab.cluster.containerd.daemon.ContainerdEvents;
import dev.cnilab.cluster.containerd.daemon.ContainerdLog;
import dev.cnilab.cluster.containerd.daemon.Ids;
import dev.cnilab.cluster.containerd.images.ImageStore;
import dev.cnilab.cluster.containerd.images.StoredImage;
import dev.cnilab.cluster.cri.CriException;
import dev.cnilab.cluster.cri.message.ContainerEvent;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.process.Machine;
import dev.cnilab.userland.process.Namespaces;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.ProcessSpec;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** The process that keeps a sandbox's namespaces alive: it pauses until it is killed. */
record PauseProcess(
    Machine machine, ImageStore images, ContainerdLog log, ContainerdEvents events) {
  /** How long runc and its shim take. */
  private static final Duration START = Duration.ofMillis(3);

  /**
   * Starts the pause process of a sandbox. Blocks.
   *
   * @throws CriException if there is no such image, or nothing to execute in it
   */
  void start(Sandbox sandbox, StoredImage image, String imageName) {
    machine.loop().sleep(START);
    try {
      SandboxFiles.write(machine.files(), sandbox);
      sandbox.setPause(run(sandbox, image), imageName);
    } catch (IOException notExecutable) {
      throw CriException.unknown(String.valueOf(notExecutable.getMessage()));
    }
  }

  /**
   * The image of the first process, pulled if it is not there.
   *
   * @throws CriException if it cannot be pulled
   */
  StoredImage image(String name) {
    try {
      return images.find(name).orElseGet(() -> images.pull(name));
    } catch (CriException unknown) {
      throw new CriException(
          unknown.code(), "failed to pull image \"%s\": %s".formatted(name, unknown.description()));
    }
  }

  private Process run(Sandbox sandbox, StoredImage image) throws FileException {
    log.info(
        "connecting to shim " + sandbox.id(),
        Map.of(
            "address", "unix:///run/containerd/s/" + Ids.next(machine.loop().random()),
            "namespace", "k8s.io",
            "protocol", "ttrpc",
            "version", "3"));
    Namespaces namespaces =
        new Namespaces(
            machine.files().another(image.root(), "overlay"),
            sandbox.network(),
            machine.processes().pids().newChild(),
            sandbox.uts(),
            sandbox.ipc());
    Process pause =
        machine.start(
            ProcessSpec.of(image.definition().config().entrypoint())
                .environment(image.definition().config().environment())
                .cgroup(sandbox.cgroup().child("cri-containerd-" + sandbox.id() + ".scope"))
                .namespaces(namespaces));
    pause.onExit(status -> exited(sandbox, status));
    return pause;
  }

  private void exited(Sandbox sandbox, int status) {
    Instant now = machine.now();
    String end =
        "  exit_status:%d  exited_at:{seconds:%d  nanos:%d}"
            .formatted(status, now.getEpochSecond(), now.getNano());
    log.info(
        "received sandbox exit event container_id:\"%s\"  id:\"%s\"%s"
            .formatted(sandbox.id(), sandbox.id(), end),
        Map.of("monitor_name", "podsandbox"));
    log.info(
        "received sandbox container exit event sandbox_id:\"%s\"%s".formatted(sandbox.id(), end),
        Map.of("monitor_name", "criService"));
    events.send(ContainerEvent.Type.CONTAINER_STOPPED_EVENT, sandbox.id(), sandbox.id());
  }
}
