package dev.cnilab.cluster.containerd.container;

import dev.cnilab.cluster.containerd.images.StoredImage;
import dev.cnilab.cluster.containerd.sandbox.Sandbox;
import dev.cnilab.cluster.cri.CriException;
import dev.cnilab.cluster.cri.ExecStreams;
import dev.cnilab.cluster.cri.message.ContainerConfig;
import dev.cnilab.cluster.cri.message.ContainerStatus;
import dev.cnilab.cluster.cri.message.ContainerStatus.State;
import dev.cnilab.userland.cgroup.Cgroup;
import dev.cnilab.userland.process.Namespaces;
import dev.cnilab.userland.process.Process;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A container in containerd. */
public final class Container {
  /** unknownExitCode of containerd's restart.go. */
  private static final int UNKNOWN_EXIT_CODE = 255;

  /** How a main process ended, and during which boot of the machine. */
  record Exit(int pid, int status, Instant at, String bootId) {}

  private final String id;
  private final Sandbox sandbox;
  private final ContainerConfig config;
  private final StoredImage image;
  private final Namespaces namespaces;
  private final Cgroup cgroup;
  private final String writable;
  private final Instant createdAt;
  private @Nullable Process process;
  private @Nullable MainStreams streams;
  private @Nullable Instant startedAt;
  private @Nullable Instant finishedAt;
  private @Nullable Exit unseen;
  private int exitCode;
  private String reason = "";
  private String message = "";
  private ContainerConfig.Resources resources;

  /**
   * A container that is not started yet.
   *
   * @param namespaces those of its processes
   * @param writable the node's directory with the changes to its root file system
   */
  Container(
      String id,
      Sandbox sandbox,
      ContainerConfig config,
      StoredImage image,
      Namespaces namespaces,
      Cgroup cgroup,
      String writable,
      Instant createdAt) {
    this.id = id;
    this.sandbox = sandbox;
    this.config = config;
    this.image = image;
    this.namespaces = namespaces;
    this.cgroup = cgroup;
    this.writable = writable;
    this.createdAt = createdAt;
    this.resources = config.resources();
  }

  public String id() {
    return id;
  }

  public Sandbox sandbox() {
    return sandbox;
  }

  public ContainerConfig config() {
    return config;
  }

  StoredImage image() {
    return image;
  }

  Namespaces namespaces() {
    return namespaces;
  }

  /** The control group of all its processes. */
  public Cgroup cgroup() {
    return cgroup;
  }

  /** The resource limits of all its processes together. */
  ContainerConfig.Resources resources() {
    return resources;
  }

  void setResources(ContainerConfig.Resources changed) {
    resources = changed;
  }

  /** The node's directory with the changes to its root file system. */
  public String writable() {
    return writable;
  }

  /** Its main process; null before the start. */
  @Nullable Process process() {
    return process;
  }

  public State state() {
    if (finishedAt != null) {
      return State.CONTAINER_EXITED;
    }
    return startedAt == null ? State.CONTAINER_CREATED : State.CONTAINER_RUNNING;
  }

  void started(Process main, MainStreams itsStreams, Instant at) {
    process = main;
    streams = itsStreams;
    itsStreams.started(main);
    startedAt = at;
  }

  /** Connects a caller to its main process until that has exited. Blocks. */
  public void attach(ExecStreams callers) {
    if (process != null && streams != null) {
      streams.attach(process, callers);
    }
  }

  /**
   * Continues logging to a new file.
   *
   * @throws CriException if it does not run, or its log cannot be created
   */
  public void reopenLog() {
    if (state() != State.CONTAINER_RUNNING || streams == null) {
      throw CriException.unknown("container is not running");
    }
    try {
      streams.reopenLog();
    } catch (IOException refused) {
      throw CriException.unknown(
          "failed to create and open log file \"%s\": %s"
              .formatted(logPath(), refused.getMessage()));
    }
  }

  /** Notes that its main process has ended; containerd may learn of it later. */
  void ended() {
    if (streams != null) {
      streams.ended();
    }
  }

  /** Keeps the exit in its shim until a running containerd asks for it. */
  void keep(Exit exit) {
    unseen = exit;
  }

  /** The exit that its shim has kept, once. */
  Optional<Exit> takeUnseen() {
    Optional<Exit> kept = Optional.ofNullable(unseen);
    unseen = null;
    return kept;
  }

  void exited(int status, Instant at) {
    exitCode = status;
    finishedAt = at;
    reason = cgroup.isOutOfMemory() ? "OOMKilled" : status == 0 ? "Completed" : "Error";
  }

  /** Notes that it has ended, and that its shim, with the exit status, was lost in a reboot. */
  void lost(Instant at) {
    exitCode = UNKNOWN_EXIT_CODE;
    finishedAt = at;
    reason = "Unknown";
  }

  void notStarted(String why, Instant at) {
    exitCode = 128;
    finishedAt = at;
    startedAt = Instant.EPOCH;
    reason = "StartError";
    message = why;
  }

  /** The log file, a path on the node; empty if it has none. */
  String logPath() {
    String directory = sandbox.config().logDirectory();
    return directory.isEmpty() || config.logPath().isEmpty()
        ? ""
        : directory + "/" + config.logPath();
  }

  public ContainerStatus status() {
    Process main = process;
    return new ContainerStatus(
        id,
        sandbox.id(),
        config.metadata(),
        state(),
        createdAt,
        startedAt,
        finishedAt,
        exitCode,
        image.name(),
        image.repoDigest(),
        reason,
        message,
        main != null && main.isAlive() ? main.pid() : 0,
        config.labels(),
        config.annotations(),
        config.mounts(),
        logPath(),
        resources);
  }
}
