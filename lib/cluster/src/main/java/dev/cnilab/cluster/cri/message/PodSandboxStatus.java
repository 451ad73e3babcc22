package dev.cnilab.cluster.cri.message;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The current state of a sandbox.
 *
 * @param ips the addresses that the network plugins returned, the primary one first; none with host
 *     networking
 * @param pid of the pause process; 0 when it does not run
 * @param netnsPath the sandbox's network namespace under {@code /var/run/netns}; empty with host
 *     networking
 * @param runtimeHandler the one it was run with, empty for the default one
 * @param image of its pause process, by its name in the configuration
 */
public record PodSandboxStatus(
    String id,
    PodSandboxConfig.Metadata metadata,
    State state,
    Instant createdAt,
    List<String> ips,
    int pid,
    String netnsPath,
    PodSandboxConfig.NamespaceOptions namespaces,
    Map<String, String> labels,
    Map<String, String> annotations,
    String runtimeHandler,
    String image) {

  /** Whether containers may be started in it. Prints without the protocol's prefix. */
  public enum State {
    SANDBOX_READY,
    SANDBOX_NOTREADY
  }
}
