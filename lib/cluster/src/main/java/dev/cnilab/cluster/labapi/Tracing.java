package dev.cnilab.cluster.labapi;

import com.fasterxml.jackson.databind.JsonNode;

/** Sends packets and traces their path. */
@FunctionalInterface
public interface Tracing {
  /**
   * Answers the request for a trace; blocks until the packet and its consequences have ended.
   *
   * @param request {from: {namespace, pod} or {node}, to, size, dontFragment} for an echo request,
   *     {from, to, port} for the opening of a TCP connection
   */
  JsonNode trace(JsonNode request);
}
