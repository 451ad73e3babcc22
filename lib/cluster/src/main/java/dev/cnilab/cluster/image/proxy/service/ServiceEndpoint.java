package dev.cnilab.cluster.image.proxy.service;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.netsim.address.Ipv4Address;

/**
 * A port of a pod or another endpoint of a Service.
 *
 * @param node where it is; "" if unknown
 */
public record ServiceEndpoint(Ipv4Address address, int port, String node, State state) {
  /** The state that follows from its conditions. */
  enum State {
    READY,
    /** Terminating but still serving: better than nothing. */
    SERVING_TERMINATING,
    UNUSABLE;

    /** That of an endpoint with these conditions. */
    static State of(JsonNode conditions) {
      if (conditions.path("ready").asBoolean(true)) {
        return READY;
      }
      return conditions.path("serving").asBoolean(false)
              && conditions.path("terminating").asBoolean(false)
          ? SERVING_TERMINATING
          : UNUSABLE;
    }
  }

  @Override
  public String toString() {
    return address + ":" + port;
  }
}
