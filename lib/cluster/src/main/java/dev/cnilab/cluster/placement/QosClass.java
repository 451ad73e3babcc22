package dev.cnilab.cluster.placement;

import com.fasterxml.jackson.databind.JsonNode;

/** A pod's QoS class, which decides what happens to it when its node runs short of resources. */
public final class QosClass {
  private QosClass() {}

  /**
   * Like {@code ComputePodQOS}: from the requests and limits for cpu and memory of all containers.
   * A limit without a request also counts as the request, as in a manifest that no API server has
   * completed.
   */
  public static String of(JsonNode spec) {
    boolean none = true;
    boolean guaranteed = true;
    for (String list : new String[] {"containers", "initContainers"}) {
      for (JsonNode container : spec.path(list)) {
        JsonNode requests = container.path("resources").path("requests");
        JsonNode limits = container.path("resources").path("limits");
        for (String resource : new String[] {"cpu", "memory"}) {
          none &= !requests.has(resource) && !limits.has(resource);
          guaranteed &=
              limits.has(resource)
                  && (!requests.has(resource)
                      || limits.path(resource).equals(requests.path(resource)));
        }
      }
    }
    return none ? "BestEffort" : guaranteed ? "Guaranteed" : "Burstable";
  }
}
