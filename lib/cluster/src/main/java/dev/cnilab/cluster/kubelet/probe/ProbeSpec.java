package dev.cnilab.cluster.kubelet.probe;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;

/**
 * When a probe runs and what changes its verdict.
 *
 * @param failureThreshold how many failures in a row count as failed
 * @param action what it does: {@code exec}, {@code httpGet}, {@code tcpSocket}, {@code grpc}
 */
record ProbeSpec(
    Duration initialDelay,
    Duration period,
    Duration timeout,
    int successThreshold,
    int failureThreshold,
    JsonNode action) {

  static ProbeSpec of(JsonNode probe) {
    return new ProbeSpec(
        Duration.ofSeconds(probe.path("initialDelaySeconds").asLong(0)),
        Duration.ofSeconds(Math.max(1, probe.path("periodSeconds").asLong(10))),
        Duration.ofSeconds(Math.max(1, probe.path("timeoutSeconds").asLong(1))),
        probe.path("successThreshold").asInt(1),
        probe.path("failureThreshold").asInt(3),
        probe);
  }
}
