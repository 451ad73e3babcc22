package dev.cnilab.cluster.containerd.container;

import dev.cnilab.cluster.containerd.daemon.ContainerdEvents;
import dev.cnilab.cluster.containerd.daemon.ContainerdLog;
import dev.cnilab.cluster.containerd.daemon.Ids;
import dev.cnilab.cluster.containerd.daemon.Store;
import dev.cnilab.cluster.containerd.images.ImageStore;
import dev.cnilab.cluster.containerd.images.StoredImage;
import dev.cnilab.cluster.containerd.sandbox.Sandbox;
import dev.cnilab.cluster.cri.CriException;
import dev.cnilab.cluster.cri.message.ContainerConfig;
import dev.cnilab.cluster.cri.message.ContainerEvent;
import dev.cnilab.cluster.cri.message.ContainerStatus.State;
import dev.cnilab.netsim.loop.WaitQueue;
import dev.cnilab.userland.cgroup.Cgroup;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.mount.MountNamespace;
import dev.cnilab.userland.file.open.OpenFile;
import dev.cnilab.userland.process.Machine;
import dev.cnilab.userland.process.Namespaces;
import dev.cnilab.userland.process.PidNamespace;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Signal;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Creates, starts, stops and removes containers: {@code container_*.go} of containerd. */
public final class ContainerService {
  private static final String SNAPSHOTS =
      "/var/lib/containerd/io.containerd.snapshotter.v1.overlayfs/snapshots/";

  /** How long runc takes. */
  private static final Duration CREATE = Duration.ofMillis(2);

  private static final Duration START = Duration.ofMillis(3);

  private final Machine machine;
  private final BooleanSupplier running;
  private final Store<Container> containers;
  private final ImageStore images;
  private final ContainerdLog log;
  private final ContainerdEvents events;
  private final RootFilesystem roots;

  /**
   * A service without containers.
   *
   * @param running whether the daemon runs
   */
  public ContainerService(
      Machine machine,
      BooleanSupplier running,
      Store<Container> containers,
      ImageStore images,
      ContainerdLog log,
      ContainerdEvents events) {
    this.machine = machine;
    this.running = running;
    this.containers = containers;
    this.images = images;
    this.log = log;
    this.events = events;
    this.roots = new RootFilesystem(machine, images);
  }

  /** Creates a container's root directory and stores its configuration. Blocks. */
  public Container create(Sandbox sandbox, ContainerConfig config) {
    reserveName(sandbox, config);
    StoredImage image =
        images
            .find(config.image())
            .orElseThrow(
                () ->
                    CriException.notFound(
                        "failed to resolve image \"%s\": not found".formatted(config.image())));
    if (ContainerCommand.arguments(image.definition().config(), config).isEmpty()) {
      throw CriException.unknown(
          "failed to generate container spec: failed to generate spec: no command specified");
    }
    machine.loop().sleep(CREATE);
    String id = Ids.next(machine.loop().random());
    String snapshot = SNAPSHOTS + id.substring(0, 12);
    Cgroup cgroup = sandbox.cgroup().child("cri-containerd-" + id + ".scope");
    MountNamespace root;
    try {
      root = roots.create(image, sandbox, config, cgroup, snapshot);
    } catch (FileException failed) {
      throw CriException.unknown(
          "failed to generate container spec: failed to generate spec: " + failed.getMessage());
    }
    Namespaces namespaces =
        new Namespaces(
            root, sandbox.network(), pidNamespace(sandbox, config), sandbox.uts(), sandbox.ipc());
    Container container =
        new Container(
            id, sandbox, config, image, namespaces, cgroup, snapshot + "/fs", machine.now());
    ScopeLimits.set(container);
    containers.add(id, container);
    events.send(ContainerEvent.Type.CONTAINER_CREATED_EVENT, id, sandbox.id());
    return container;
  }

  private void reserveName(Sandbox sandbox, ContainerConfig config) {
    for (Container other : containers.ofPod(sandbox.podUid())) {
      if (other.sandbox() == sandbox && other.config().metadata().equals(config.metadata())) {
        String name =
            "%s_%s_%s_%s_%d"
                .formatted(
                    config.metadata().name(),
                    sandbox.config().metadata().name(),
                    sandbox.config().metadata().namespace(),
                    sandbox.config().metadata().uid(),
                    config.metadata().attempt());
        throw CriException.unknown(
            "failed to reserve container name \"%s\": name \"%s\" is reserved for \"%s\""
                .formatted(name, name, other.id()));
      }
    }
  }

  private PidNamespace pidNamespace(Sandbox sandbox, ContainerConfig config) {
    String target = config.securityContext().pidTarget();
    if (!target.isEmpty()) {
      return containers.get(target).namespaces().pid();
    }
    PidNamespace node = machine.processes().pids();
    return switch (sandbox.config().namespaces().pid()) {
      case NODE -> node;
      case POD -> sandbox.pids();
      case CONTAINER -> node.newChild();
    };
  }

  /** Starts the container's process. Blocks. */
  public void start(Container container) {
    if (container.state() != State.CONTAINER_CREATED) {
      throw CriException.unknown(
          "failed to set starting state for container \"%s\": container is in %s state"
              .formatted(container.id(), container.state()));
    }
    machine.loop().sleep(START);
    ContainerCommand command = new ContainerCommand(container);
    List<OpenFile> files = List.of();
    try {
      MainStreams streams = streams(container);
      files = streams.files();
      container.namespaces().mount().createDirectories(command.workingDirectory());
      Process process =
          machine.start(
              command
                  .main()
                  .descriptor(0, files.get(0))
                  .descriptor(1, files.get(1))
                  .descriptor(2, files.get(2)));
      container.started(process, streams, machine.now());
      events.send(
          ContainerEvent.Type.CONTAINER_STARTED_EVENT, container.id(), container.sandbox().id());
      process.onExit(status -> exited(container, process.pid(), status));
    } catch (FileException notExecutable) {
      notStarted(
          container, Runc.createFailed(command.main().arguments().getFirst(), notExecutable));
    } catch (IOException noLog) {
      notStarted(container, "failed to create containerd task: " + noLog.getMessage());
    } finally {
      files.forEach(OpenFile::close);
    }
  }

  private void notStarted(Container container, String why) {
    container.notStarted(why, machine.now());
    events.send(
        ContainerEvent.Type.CONTAINER_STOPPED_EVENT, container.id(), container.sandbox().id());
    throw CriException.unknown(why);
  }

  private MainStreams streams(Container container) throws IOException {
    String path = container.logPath();
    ContainerConfig.Terminal terminal = container.config().terminal();
    if (path.isEmpty()) {
      return new MainStreams(machine.loop(), terminal, Optional.empty());
    }
    ContainerLog file =
        new ContainerLog(
            machine.clock(), machine.files(), path, container.cgroup().turns().orElseThrow());
    return new MainStreams(machine.loop(), terminal, Optional.of(file));
  }

  private void exited(Container container, int pid, int status) {
    container.cgroup().kill();
    container.ended();
    Container.Exit exit = new Container.Exit(pid, status, machine.now(), machine.bootId());
    if (running.getAsBoolean()) {
      record(container, exit);
    } else {
      container.keep(exit);
    }
  }

  /**
   * Finds out, when the daemon starts, what has happened to containers in the meantime: from their
   * shims, unless the machine was rebooted; restart.go of containerd.
   */
  public void recover() {
    for (Container container : containers.all()) {
      Optional<Container.Exit> unseen = container.takeUnseen();
      if (unseen.isEmpty()) {
        continue;
      }
      if (unseen.get().bootId().equals(machine.bootId())) {
        record(container, unseen.get());
      } else {
        container.lost(machine.now());
      }
    }
  }

  private void record(Container container, Container.Exit exit) {
    Instant at = exit.at();
    container.exited(exit.status(), exit.at());
    log.info(
        "received container exit event container_id:\"%s\"  id:\"%s\"  pid:%d%s  exited_at:{seconds:%d  nanos:%d}"
            .formatted(
                container.id(),
                container.id(),
                exit.pid(),
                exit.status() == 0 ? "" : "  exit_status:" + exit.status(),
                at.getEpochSecond(),
                at.getNano()));
    events.send(
        ContainerEvent.Type.CONTAINER_STOPPED_EVENT, container.id(), container.sandbox().id());
  }

  /** Sends the process SIGTERM, and SIGKILL after the timeout. Blocks. */
  public void stop(Container container, Duration timeout) {
    Process process = container.process();
    if (process == null || !process.isAlive()) {
      log.info(
          "Container to stop \"%s\" must be in running or unknown state, current state \"%s\""
              .formatted(container.id(), container.state()));
      return;
    }
    if (timeout.isPositive()) {
      log.info("Stop container \"" + container.id() + "\" with signal terminated");
      process.kill(Signal.TERM);
      awaitEnd(process, timeout);
    }
    if (process.isAlive()) {
      log.info("Kill container \"" + container.id() + "\"");
      process.kill(Signal.KILL);
      process.await();
    }
  }

  private void awaitEnd(Process process, Duration timeout) {
    WaitQueue ended = new WaitQueue(machine.loop());
    process.onExit(status -> ended.wakeAll());
    Instant deadline = machine.loop().now().plus(timeout);
    while (process.isAlive() && machine.loop().now().isBefore(deadline)) {
      ended.await(Duration.between(machine.loop().now(), deadline));
    }
  }

  /** Removes a container, stopping it first if it runs. Blocks. */
  public void remove(Container container) {
    Process process = container.process();
    if (process != null && process.isAlive()) {
      log.info("Forcibly stopping container \"" + container.id() + "\"");
      stop(container, Duration.ZERO);
    }
    String directory = container.writable();
    try {
      machine.files().removeAll(directory.substring(0, directory.lastIndexOf('/')));
    } catch (FileException removedByHand) {
      // Nothing is left to remove.
    }
    container.cgroup().remove();
    containers.remove(container.id());
    events.send(
        ContainerEvent.Type.CONTAINER_DELETED_EVENT, container.id(), container.sandbox().id());
  }
}
