package dev.cnilab.cluster.cri.message;

import java.time.Instant;

/**
 * An event of a container or a sandbox.
 *
 * @param containerId of the container; of the sandbox if it concerns that
 */
public record ContainerEvent(Type type, String containerId, String podSandboxId, Instant at) {
  /** What happened. */
  public enum Type {
    CONTAINER_CREATED_EVENT,
    CONTAINER_STARTED_EVENT,
    CONTAINER_STOPPED_EVENT,
    CONTAINER_DELETED_EVENT
  }
}
