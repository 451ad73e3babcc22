package dev.cnilab.cluster.kubelet.pod;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** A pod's class of service, which follows from what its containers request and are limited to. */
public final class QualityOfService {
  private static final List<String> RESOURCES = List.of("cpu", "memory");

  private QualityOfService() {}

  /** {@code Guaranteed}, {@code Burstable} or {@code BestEffort}. */
  public static String of(Pod pod) {
    List<Container> containers = new ArrayList<>(pod.containers());
    containers.addAll(pod.initContainers());
    if (containers.stream().allMatch(QualityOfService::asksForNothing)) {
      return "BestEffort";
    }
    return containers.stream().allMatch(QualityOfService::isGuaranteed)
        ? "Guaranteed"
        : "Burstable";
  }

  private static boolean asksForNothing(Container container) {
    JsonNode resources = container.spec().path("resources");
    return RESOURCES.stream()
        .allMatch(
            name ->
                resources.path("requests").path(name).isMissingNode()
                    && resources.path("limits").path(name).isMissingNode());
  }

  private static boolean isGuaranteed(Container container) {
    JsonNode resources = container.spec().path("resources");
    return RESOURCES.stream()
        .allMatch(
            name -> {
              JsonNode limit = resources.path("limits").path(name);
              JsonNode request = resources.path("requests").path(name);
              return !limit.isMissingNode() && (request.isMissingNode() || request.equals(limit));
            });
  }
}
