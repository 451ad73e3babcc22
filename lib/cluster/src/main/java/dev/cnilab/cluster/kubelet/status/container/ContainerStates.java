package dev.cnilab.cluster.kubelet.status.container;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.cri.message.ContainerStatus;
import dev.cnilab.cluster.object.Json;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** The three states of a container as the API writes them. */
public final class ContainerStates {
  /** The prefix of container ids in the API. */
  public static final String RUNTIME = "containerd://";

  private ContainerStates() {}

  /** The state of a container. {@code message} is its termination message if it has ended. */
  public static ObjectNode of(ContainerStatus container, String message) {
    return switch (container.state()) {
      case CONTAINER_CREATED -> waiting("", "");
      case CONTAINER_RUNNING -> {
        ObjectNode state = Json.object();
        state.putObject("running").put("startedAt", time(container.startedAt()));
        yield state;
      }
      case CONTAINER_EXITED -> terminated(container, message);
    };
  }

  public static ObjectNode waiting(String reason, String message) {
    ObjectNode state = Json.object();
    ObjectNode waiting = state.putObject("waiting");
    if (!message.isEmpty()) {
      waiting.put("message", message);
    }
    if (!reason.isEmpty()) {
      waiting.put("reason", reason);
    }
    return state;
  }

  /** The state of a container that ran, but is unknown to the runtime now. */
  public static ObjectNode lost() {
    ObjectNode state = Json.object();
    state
        .putObject("terminated")
        .put("exitCode", 137)
        .putNull("finishedAt")
        .put(
            "message",
            "The container could not be located when the pod was deleted.  The container used to"
                + " be Running")
        .put("reason", "ContainerStatusUnknown")
        .putNull("startedAt");
    return state;
  }

  public static boolean isRunning(JsonNode status) {
    return status.path("state").has("running");
  }

  public static boolean isTerminated(JsonNode status) {
    return status.path("state").has("terminated");
  }

  public static boolean isWaiting(JsonNode status) {
    return status.path("state").has("waiting");
  }

  public static boolean hasTerminatedBefore(JsonNode status) {
    return status.path("lastState").has("terminated");
  }

  private static ObjectNode terminated(ContainerStatus container, String message) {
    ObjectNode state = Json.object();
    ObjectNode terminated =
        state
            .putObject("terminated")
            .put("containerID", RUNTIME + container.id())
            .put("exitCode", container.exitCode())
            .put("finishedAt", time(container.finishedAt()));
    if (!message.isEmpty()) {
      terminated.put("message", message);
    }
    if (!container.reason().isEmpty()) {
      terminated.put("reason", container.reason());
    }
    terminated.put("startedAt", time(container.startedAt()));
    return state;
  }

  private static @Nullable String time(@Nullable Instant time) {
    return time == null ? "1970-01-01T00:00:00Z" : time.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
