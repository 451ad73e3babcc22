package dev.cnilab.cluster.containerd.sandbox;

import dev.cnilab.cluster.cri.ExecStreams;
import dev.cnilab.cluster.cri.message.PodSandboxConfig;
import dev.cnilab.cluster.cri.message.PodSandboxConfig.NamespaceMode;
import dev.cnilab.cluster.cri.message.PodSandboxStatus;
import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.userland.cgroup.Cgroup;
import dev.cnilab.userland.file.FileTree;
import dev.cnilab.userland.file.TmpfsOptions;
import dev.cnilab.userland.file.disk.Disk;
import dev.cnilab.userland.hardware.WallClock;
import dev.cnilab.userland.process.IpcNamespace;
import dev.cnilab.userland.process.PidNamespace;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.UtsNamespace;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A pod's sandbox in containerd. */
public final class Sandbox {
  /** In bytes (internal/cri/opts of containerd: size=65536k). */
  private static final long SHARED_MEMORY_SIZE = 65536L << 10;

  private final String id;
  private final PodSandboxConfig config;
  private final String runtimeHandler;
  private final Instant createdAt;
  private final Cgroup cgroup;
  private final NetworkNamespace network;
  private final String netnsPath;
  private final UtsNamespace uts;
  private final IpcNamespace ipc = new IpcNamespace();
  private @Nullable FileTree sharedMemory;
  private @Nullable List<String> ips;
  private @Nullable Process pause;
  private String pauseImage = "";
  private boolean netnsClosed;

  /**
   * A sandbox that is not set up yet.
   *
   * @param netnsPath empty with host networking
   */
  Sandbox(
      String id,
      PodSandboxConfig config,
      String runtimeHandler,
      Instant createdAt,
      Cgroup cgroup,
      NetworkNamespace network,
      String netnsPath,
      UtsNamespace uts) {
    this.id = id;
    this.config = config;
    this.runtimeHandler = runtimeHandler;
    this.createdAt = createdAt;
    this.cgroup = cgroup;
    this.network = network;
    this.netnsPath = netnsPath;
    this.uts = uts;
  }

  public String id() {
    return id;
  }

  public PodSandboxConfig config() {
    return config;
  }

  public String podUid() {
    return config.metadata().uid();
  }

  /** The control group of its pod. */
  public Cgroup cgroup() {
    return cgroup;
  }

  public NetworkNamespace network() {
    return network;
  }

  public UtsNamespace uts() {
    return uts;
  }

  public IpcNamespace ipc() {
    return ipc;
  }

  /** What is mounted at /dev/shm in each of the pod's containers: a tmpfs that anyone may write. */
  public FileTree sharedMemory(WallClock clock) {
    FileTree memory = sharedMemory;
    if (memory == null) {
      memory = Disk.tmpfs(clock, TmpfsOptions.ofSize(SHARED_MEMORY_SIZE));
      sharedMemory = memory;
    }
    return memory;
  }

  /** The directory for containerd's files of the sandbox. */
  public String directory() {
    return "/var/lib/containerd/io.containerd.grpc.v1.cri/sandboxes/" + id;
  }

  public boolean isReady() {
    return pause != null && pause.isAlive();
  }

  boolean usesNodeNetwork() {
    return config.namespaces().network() == NamespaceMode.NODE;
  }

  /** The network namespace's path; empty once it is closed, and with host networking. */
  String netnsPath() {
    return netnsClosed ? "" : netnsPath;
  }

  void closeNetns() {
    netnsClosed = true;
  }

  /** Whether the network was ever set up completely: only then does it have to be torn down. */
  boolean hasNetwork() {
    return ips != null;
  }

  void setIps(List<String> addresses) {
    ips = List.copyOf(addresses);
  }

  void setPause(Process process, String image) {
    pause = process;
    pauseImage = image;
  }

  /** The PID namespace that its containers share, if they share one: that of the pause process. */
  public PidNamespace pids() {
    return Objects.requireNonNull(pause, "a sandbox without a process has no containers")
        .pidNamespace();
  }

  @Nullable Process pause() {
    return pause;
  }

  /** Connects a caller with a port, from inside the sandbox. Blocks until both sides are done. */
  public void connect(int port, ExecStreams streams) {
    new PortForward(network, usesNodeNetwork() ? "host" : netnsPath, id, port).run(streams);
  }

  public PodSandboxStatus status() {
    int pid = pause != null && pause.isAlive() ? pause.pid() : 0;
    return new PodSandboxStatus(
        id,
        config.metadata(),
        isReady() ? PodSandboxStatus.State.SANDBOX_READY : PodSandboxStatus.State.SANDBOX_NOTREADY,
        createdAt,
        ips == null ? List.of() : ips,
        pid,
        netnsPath(),
        config.namespaces(),
        config.labels(),
        config.annotations(),
        runtimeHandler,
        pauseImage);
  }
}
