package dev.cnilab.cluster.cri.message;

import dev.cnilab.cluster.cri.CriImages;
import dev.cnilab.userland.privilege.NewPrivileges;
import dev.cnilab.userland.privilege.Seccomp;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;

/**
 * What a container is made from.
 *
 * @param image from {@link CriImages#pull} or {@link CriImages#status}
 * @param command in place of the image's entrypoint; empty means the image's
 * @param args in place of the image's command; empty means the image's, unless command is given
 * @param workingDir empty means the image's
 * @param envs in a map that may share its memory with those of other containers
 * @param logPath of the log file, relative to the sandbox's log directory
 */
public record ContainerConfig(
    Metadata metadata,
    String image,
    List<String> command,
    List<String> args,
    String workingDir,
    TreePMap<String, String> envs,
    List<Mount> mounts,
    Map<String, String> labels,
    Map<String, String> annotations,
    String logPath,
    Terminal terminal,
    SecurityContext securityContext,
    Resources resources) {

  public ContainerConfig {
    command = List.copyOf(command);
    args = List.copyOf(args);
    mounts = List.copyOf(mounts);
    labels = Collections.unmodifiableMap(new TreeMap<>(labels));
    annotations = Collections.unmodifiableMap(new TreeMap<>(annotations));
  }

  /** Which attempt at which container. Prints as Go prints a protobuf message. */
  public record Metadata(String name, int attempt) {
    @Override
    public String toString() {
      return ProtoText.of(List.of("name", name), attempt);
    }
  }

  /**
   * A file or directory of the node mounted in the container, or the files of an image.
   *
   * @param image its ID; "" if {@code hostPath} is mounted
   */
  public record Mount(String containerPath, String hostPath, Access access, String image) {
    public Mount(String containerPath, String hostPath, Access access) {
      this(containerPath, hostPath, access, "");
    }
  }

  /** Whether a mount may be written to. */
  public enum Access {
    READ_WRITE,
    READ_ONLY,
    /** Neither the mount itself nor mounts below it may be written. */
    RECURSIVELY_READ_ONLY
  }

  /** The process's standard streams. */
  public record Terminal(Stdin stdin, Tty tty) {
    /** No input, and pipes for the output. */
    public static final Terminal NONE = new Terminal(Stdin.CLOSED, Tty.NONE);
  }

  /** Whether the process can get input. */
  public enum Stdin {
    CLOSED,
    /** While it runs, from one caller after the other. */
    OPEN,
    /** Until the first caller's input ends. */
    ONCE
  }

  /** Whether the streams belong to a terminal. */
  public enum Tty {
    NONE,
    ALLOCATED
  }

  /**
   * The process's privileges.
   *
   * @param capabilities added to and dropped from the defaults
   * @param user the user of its processes
   * @param root whether it may write to its own root directory
   * @param newPrivileges whether its processes may get more privileges than their parents
   * @param seccomp whether the runtime's default filter applies to its system calls
   * @param pidTarget the ID of the container whose processes it also sees, "" for none
   */
  public record SecurityContext(
      Privilege privilege,
      Capabilities capabilities,
      RunAs user,
      Access root,
      NewPrivileges newPrivileges,
      Seccomp seccomp,
      String pidTarget) {
    public static final SecurityContext DEFAULT =
        new SecurityContext(
            Privilege.CONFINED,
            new Capabilities(List.of(), List.of()),
            new RunAs(null, null, List.of()),
            Access.READ_WRITE,
            NewPrivileges.POSSIBLE,
            Seccomp.DISABLED,
            "");
  }

  /** Names such as {@code NET_ADMIN}, or {@code ALL}. */
  public record Capabilities(List<String> add, List<String> drop) {
    public Capabilities {
      add = List.copyOf(add);
      drop = List.copyOf(drop);
    }
  }

  /**
   * The user and groups of processes.
   *
   * @param user null means the image's
   * @param group null means the user's own
   * @param supplementalGroups further ones
   */
  public record RunAs(@Nullable Long user, @Nullable Long group, List<Long> supplementalGroups) {
    public RunAs {
      supplementalGroups = List.copyOf(supplementalGroups);
    }
  }

  /**
   * Its resource limits; LinuxContainerResources.
   *
   * @param cpuShares 2 to 262,144, relative to other containers
   * @param cpuQuota in microseconds of each 100 ms, {@link #NO_QUOTA} for no limit
   * @param memoryLimit in bytes, 0 for none
   * @param oomScoreAdj -1000 to 1000: the higher, the sooner it is killed when memory runs out
   */
  public record Resources(long cpuShares, long cpuQuota, long memoryLimit, int oomScoreAdj) {
    public static final long NO_QUOTA = -1;
    public static final Resources UNLIMITED = new Resources(1024, NO_QUOTA, 0, 0);

    /** Whether both have the same CPU share and quota. */
    public boolean sameProcessors(Resources other) {
      return cpuShares == other.cpuShares && cpuQuota == other.cpuQuota;
    }

    /** Whether both have the same memory limit and OOM score. */
    public boolean sameMemory(Resources other) {
      return memoryLimit == other.memoryLimit && oomScoreAdj == other.oomScoreAdj;
    }
  }

  /** Whether a container has all of the node's devices and capabilities. */
  public enum Privilege {
    CONFINED,
    PRIVILEGED
  }
}
