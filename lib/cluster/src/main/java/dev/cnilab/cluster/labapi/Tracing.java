package dev.cnilab.cluster.labapi;

import com.fasterxml.jackson.databind.JsonNode;

/** Sends packets and tells their way. */
@FunctionalInterface
public interface Tracing {
  /**
   * Answers the request for a trace; blocks until the packet and what it caused have ended.
   *
   * @param request {from: {namespace, pod} or {node}, to, size, dontFragment}
   */
  JsonNode trace(JsonNode request);
}
