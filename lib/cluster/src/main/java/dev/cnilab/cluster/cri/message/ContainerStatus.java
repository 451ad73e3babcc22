package dev.cnilab.cluster.cri.message;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The current state of a container.
 *
 * @param podSandboxId the sandbox it lives in
 * @param startedAt null before the start
 * @param finishedAt null before the end
 * @param exitCode of the process; meaningful once it is {@link State#CONTAINER_EXITED}
 * @param image the name it was created with
 * @param imageRef the image's repository digest, what a pod's {@code imageID} shows
 * @param reason why it exited: {@code Completed}, {@code Error}, {@code StartError}; otherwise
 *     empty
 * @param pid of the process; 0 when it does not run
 * @param logPath the log file, a path on the node
 * @param resources its current limits
 */
public record ContainerStatus(
    String id,
    String podSandboxId,
    ContainerConfig.Metadata metadata,
    State state,
    Instant createdAt,
    @Nullable Instant startedAt,
    @Nullable Instant finishedAt,
    int exitCode,
    String image,
    String imageRef,
    String reason,
    String message,
    int pid,
    Map<String, String> labels,
    Map<String, String> annotations,
    List<ContainerConfig.Mount> mounts,
    String logPath,
    ContainerConfig.Resources resources) {

  /** The phase of a container's life. */
  public enum State {
    CONTAINER_CREATED,
    CONTAINER_RUNNING,
    CONTAINER_EXITED
  }
}
