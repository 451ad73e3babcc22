package dev.cnilab.cluster.containerd.sandbox;

import dev.cnilab.cluster.cni.CniException;
import dev.cnilab.cluster.cni.invoke.CallerGone;
import dev.cnilab.cluster.containerd.config.CriConfig;
import dev.cnilab.cluster.containerd.daemon.ContainerdEvents;
import dev.cnilab.cluster.containerd.daemon.ContainerdLog;
import dev.cnilab.cluster.containerd.daemon.Ids;
import dev.cnilab.cluster.containerd.daemon.Store;
import dev.cnilab.cluster.containerd.images.ImageStore;
import dev.cnilab.cluster.containerd.images.StoredImage;
import dev.cnilab.cluster.containerd.network.GoCni;
import dev.cnilab.cluster.cri.CriException;
import dev.cnilab.cluster.cri.Deadline;
import dev.cnilab.cluster.cri.message.ContainerEvent;
import dev.cnilab.cluster.cri.message.PodSandboxConfig;
import dev.cnilab.cluster.cri.message.PodSandboxConfig.NamespaceMode;
import dev.cnilab.cluster.log.GoText;
import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.sysctl.NumbersSetting;
import dev.cnilab.userland.cgroup.Cgroup;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.process.IpcNamespace;
import dev.cnilab.userland.process.Machine;
import dev.cnilab.userland.process.NetworkNamespaceFile;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Signal;
import dev.cnilab.userland.process.UtsNamespace;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Runs, stops and removes sandboxes: containerd's {@code sandbox_run.go} and related files. */
public final class SandboxService {
  /** How long it takes to lease resources and to create a network namespace. */
  private static final Duration PREPARE = Duration.ofMillis(1);

  /** How long undoing may take: DeferContext. */
  private static final Duration CLEANUP = Duration.ofMinutes(1);

  private static final String NETNS_DIRECTORY = "/var/run/netns/";

  private final Machine machine;
  private final Store<Sandbox> sandboxes;
  private final SandboxNames names;
  private final SandboxNetwork network;
  private final Supplier<CriConfig> setup;
  private final PauseProcess pause;
  private final ContainerdLog log;
  private final ContainerdEvents events;

  public SandboxService(
      Machine machine,
      Store<Sandbox> sandboxes,
      GoCni cni,
      Supplier<CriConfig> setup,
      ImageStore images,
      ContainerdLog log,
      ContainerdEvents events) {
    this.machine = machine;
    this.sandboxes = sandboxes;
    this.names = new SandboxNames(sandboxes);
    this.network = new SandboxNetwork(cni);
    this.setup = setup;
    this.pause = new PauseProcess(machine, images, log, events);
    this.log = log;
    this.events = events;
  }

  /** Is done at each start of the service. */
  public void recover() {
    names.recover();
  }

  /**
   * Sets a sandbox up and starts its pause process; on failure everything is undone. Blocks.
   *
   * @param runtimeHandler a runtime of the configuration; empty for the default one
   * @param deadline when plugins are killed
   */
  public Sandbox run(PodSandboxConfig config, String runtimeHandler, Deadline deadline) {
    String id = Ids.next(machine.loop().random());
    Runnable release = names.reserve(id, config.metadata());
    try {
      machine.loop().sleep(PREPARE);
      return run(create(id, config, runtimeHandler), deadline);
    } finally {
      release.run();
    }
  }

  private Sandbox run(Sandbox sandbox, Deadline deadline) {
    try {
      if (!sandbox.usesNodeNetwork()) {
        setupNetwork(sandbox, deadline);
      }
      startPause(sandbox);
    } catch (CallerGone crashed) {
      sandboxes.add(sandbox.id(), sandbox); // it has been recorded: it can be torn down later
      throw crashed;
    } catch (CriException failed) {
      abandon(sandbox);
      throw failed;
    }
    sandboxes.add(sandbox.id(), sandbox);
    events.send(ContainerEvent.Type.CONTAINER_CREATED_EVENT, sandbox.id(), sandbox.id());
    events.send(ContainerEvent.Type.CONTAINER_STARTED_EVENT, sandbox.id(), sandbox.id());
    return sandbox;
  }

  private Sandbox create(String id, PodSandboxConfig config, String runtimeHandler) {
    if (!runtimeHandler.isEmpty() && !setup.get().runtimes().types().containsKey(runtimeHandler)) {
      throw CriException.unknown(
          "unable to get OCI runtime for sandbox \"%s\": no runtime for \"%s\" is configured"
              .formatted(id, runtimeHandler));
    }
    Optional<String> absence = setup.get().runtimes().absence(runtimeHandler);
    if (absence.isPresent()) {
      throw CriException.unknown(
          "failed to start sandbox \"%s\": failed to create containerd task: failed to start shim: failed to resolve runtime path: %s"
              .formatted(id, absence.get()));
    }
    PodSandboxConfig.Metadata metadata = config.metadata();
    boolean onNode = config.namespaces().network() == NamespaceMode.NODE;
    NetworkNamespace netns =
        onNode
            ? machine.networkNamespace()
            : machine.networkNamespace().unshare(metadata.namespace() + "/" + metadata.name());
    String path = onNode ? "" : NETNS_DIRECTORY + Ids.netns(machine.loop().random());
    UtsNamespace uts =
        onNode
            ? machine.processes().init().namespaces().uts()
            : new UtsNamespace(config.hostname());
    Cgroup cgroup = machine.cgroup().descendant(config.cgroupParent());
    return new Sandbox(id, config, runtimeHandler, machine.now(), cgroup, netns, path, uts);
  }

  private void setupNetwork(Sandbox sandbox, Deadline deadline) {
    try {
      NetworkNamespaceFile.bind(machine.files(), sandbox.netnsPath(), machine, sandbox.network());
      set(sandbox);
      network.setup(sandbox, deadline);
    } catch (FileException refused) {
      throw CriException.unknown(
          "failed to create network namespace for sandbox \"%s\": %s"
              .formatted(sandbox.id(), refused.getMessage()));
    } catch (CniException failed) {
      throw CriException.unknown(
          "failed to setup network for sandbox \"%s\": %s"
              .formatted(sandbox.id(), failed.getMessage()));
    }
  }

  private void startPause(Sandbox sandbox) {
    String imageName = setup.get().sandboxImage();
    StoredImage image = pause.image(imageName);
    try {
      pause.start(sandbox, image, imageName);
    } catch (CriException failed) {
      throw new CriException(
          failed.code(),
          "failed to start sandbox \"%s\": %s".formatted(sandbox.id(), failed.description()));
    }
  }

  /**
   * Applies the sysctls that the pod requests, after containerd's own: everyone may bind low ports
   * and send echo requests (enable_unprivileged_ports, enable_unprivileged_icmp).
   */
  private void set(Sandbox sandbox) {
    Map<String, String> all = new TreeMap<>();
    if (setup.get().unprivilegedPorts()) {
      all.put("net.ipv4.ip_unprivileged_port_start", "0");
    }
    if (setup.get().unprivilegedIcmp()) {
      all.put(NumbersSetting.PING_GROUP_RANGE.key(), "0 2147483647");
    }
    all.putAll(sandbox.config().sysctls());
    for (Map.Entry<String, String> each : all.entrySet()) {
      try {
        set(sandbox, each.getKey(), each.getValue());
      } catch (ErrnoException refused) {
        throw CriException.unknown(
            "failed to start sandbox \"%s\": failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: open /proc/sys/%s: %s: unknown"
                .formatted(sandbox.id(), each.getKey().replace('.', '/'), GoText.errno(refused)));
      }
    }
  }

  private static void set(Sandbox sandbox, String name, String value) {
    if (!name.equals(IpcNamespace.SHM_RMID_FORCED)) {
      sandbox.network().sysctl().set(name, value);
    } else if (!sandbox.ipc().setRemovesUnused(value)) {
      throw new ErrnoException(Errno.EINVAL);
    }
  }

  private void abandon(Sandbox sandbox) {
    if (sandbox.usesNodeNetwork()) {
      return;
    }
    try {
      network.teardown(sandbox, Deadline.after(machine.loop(), CLEANUP));
    } catch (CniException failed) {
      log.error(
          "Failed to destroy network for sandbox \"" + sandbox.id() + "\"", failed.getMessage());
    }
    closeNetns(sandbox);
  }

  /**
   * Kills the pause process and tears the network down. Blocks.
   *
   * @param deadline when plugins are killed
   */
  public void stop(Sandbox sandbox, Deadline deadline) {
    Process pause = sandbox.pause();
    if (pause != null && pause.isAlive()) {
      pause.kill(Signal.KILL);
      pause.await();
    }
    if (!sandbox.usesNodeNetwork()) {
      teardownNetwork(sandbox, deadline);
    }
    log.info("TearDown network for sandbox \"" + sandbox.id() + "\" successfully");
  }

  private void teardownNetwork(Sandbox sandbox, Deadline deadline) {
    if (NetworkNamespaceFile.find(machine.files(), sandbox.netnsPath()).isEmpty()) {
      sandbox.closeNetns(); // removed by hand, or lost in a reboot of the machine
    }
    try {
      network.teardown(sandbox, deadline);
    } catch (CniException failed) {
      if (sandbox.hasNetwork()) {
        throw CriException.unknown(
            "failed to destroy network for sandbox \"%s\": %s"
                .formatted(sandbox.id(), failed.getMessage()));
      }
      log.warning(
          ("failed to destroy network for sandbox \"%s\"; and ignoring because the sandbox network"
                  + " setup result is nil indicating the network setup never completed")
              .formatted(sandbox.id()),
          failed.getMessage());
    }
    closeNetns(sandbox);
  }

  private void closeNetns(Sandbox sandbox) {
    sandbox.network().close();
    String path = sandbox.netnsPath();
    if (path.isEmpty()) {
      return;
    }
    sandbox.closeNetns();
    try {
      machine.files().unmount(path);
      machine.files().unlink(path);
    } catch (FileException removedByHand) {
      // Its name has already been removed.
    }
  }

  /** Removes a stopped sandbox. */
  public void remove(Sandbox sandbox) {
    log.info(
        "Ensure that sandbox " + sandbox.id() + " in task-service has been cleanup successfully");
    try {
      machine.files().removeAll(sandbox.directory());
    } catch (FileException removedByHand) {
      // Nothing is left to remove.
    }
    sandbox.cgroup().remove();
    sandboxes.remove(sandbox.id());
    events.send(ContainerEvent.Type.CONTAINER_DELETED_EVENT, sandbox.id(), sandbox.id());
  }
}
