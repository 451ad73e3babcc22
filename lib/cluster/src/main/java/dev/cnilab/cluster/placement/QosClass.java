package dev.cnilab.cluster.placement;

import com.fasterxml.jackson.databind.JsonNode;

/** A pod's class of service: what is kept of it when its node has too little. */
public final class QosClass {
  private QosClass() {}

  /**
   * As {@code ComputePodQOS}: by the requests and limits for cpu and memory of all containers. A
   * limit alone is a request, too, as in a manifest that no API server has completed.
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
