package dev.cnilab.cluster.kubelet.server;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.apiserver.kubelet.LogRequest;
import dev.cnilab.cluster.log.GoText;
import dev.cnilab.cluster.object.Json;
import java.util.List;

/** The run of a container whose log is requested. */
record LoggedContainer(String id) {
  private static final String RUNTIME = "containerd://";

  /**
   * Finds it in a pod's status.
   *
   * @throws dev.cnilab.cluster.client.ApiException if it has no log yet; the message says why
   */
  static LoggedContainer of(JsonNode podStatus, LogRequest request) {
    for (String list :
        List.of("containerStatuses", "initContainerStatuses", "ephemeralContainerStatuses")) {
      JsonNode status = Json.named(podStatus.path(list), request.container());
      if (!status.isMissingNode()) {
        return new LoggedContainer(id(status, request).replace(RUNTIME, ""));
      }
    }
    throw refused(request, "container %s in pod %s is not available");
  }

  private static String id(JsonNode status, LogRequest request) {
    String last = status.at("/lastState/terminated/containerID").asText("");
    if (request.previous()) {
      if (last.isEmpty()) {
        throw refused(request, "previous terminated container %s in pod %s not found");
      }
      return last;
    }
    JsonNode state = status.path("state");
    if (state.has("running")) {
      return status.path("containerID").asText();
    }
    String ended = state.at("/terminated/containerID").asText(last);
    if (!ended.isEmpty()) {
      return ended;
    }
    if (state.has("terminated")) {
      throw refused(request, "container %s in pod %s is terminated");
    }
    String reason = state.at("/waiting/reason").asText("");
    throw refused(
        request,
        "container %s in pod %s is waiting to start: "
            + switch (reason) {
              case "ErrImagePull" -> "image can't be pulled";
              case "ImagePullBackOff" -> "trying and failing to pull image";
              default -> reason;
            });
  }

  private static RuntimeException refused(LogRequest request, String format) {
    String message =
        format.formatted(GoText.quote(request.container()), GoText.quote(request.pod()));
    return NodeStreams.failure(400, "BadRequest", message);
  }
}
