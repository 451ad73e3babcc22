package dev.cnilab.cluster.apiserver.http.rest.path;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.client.ApiErrors;
import dev.cnilab.cluster.object.KubeObject;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Determines which container of a pod a request means. */
public final class Containers {
  private Containers() {}

  /**
   * The container asked for, or the only one there is, as {@code LogLocation} in Kubernetes' {@code
   * pkg/registry/core/pod} chooses.
   *
   * @throws dev.cnilab.cluster.client.ApiException 400 if there is no such container or the choice
   *     is ambiguous
   */
  public static String chosen(KubeObject pod, String wanted) {
    List<String> all =
        Stream.of("initContainers", "containers", "ephemeralContainers")
            .flatMap(field -> names(pod, field).stream())
            .toList();
    if (wanted.isEmpty()) {
      List<String> names = names(pod, "containers");
      if (names.size() == 1) {
        return names.getFirst();
      }
      throw ApiErrors.badRequest(
          "a container name must be specified for pod "
              + pod.name()
              + ", choose one of: ["
              + String.join(" ", all)
              + "]");
    }
    if (all.contains(wanted)) {
      return wanted;
    }
    throw ApiErrors.badRequest("container " + wanted + " is not valid for pod " + pod.name());
  }

  private static List<String> names(KubeObject pod, String field) {
    List<String> names = new ArrayList<>();
    for (JsonNode container : pod.at("/spec/" + field)) {
      names.add(container.path("name").asText());
    }
    return names;
  }
}
