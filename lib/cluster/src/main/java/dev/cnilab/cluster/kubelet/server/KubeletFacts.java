package dev.cnilab.cluster.kubelet.server;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.kubelet.pod.Pod;
import dev.cnilab.cluster.kubelet.server.access.Handlers;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A kubelet's state for its server.
 *
 * @param configuration the file it has read
 * @param pods those of its node, from all sources
 */
public record KubeletFacts(JsonNode configuration, Supplier<List<Pod>> pods) {
  /** Which parts of the server are on. */
  Handlers handlers() {
    return new Handlers(
        configuration.path("enableDebuggingHandlers").asBoolean(true),
        configuration.path("enableSystemLogHandler").asBoolean(true));
  }

  Optional<Pod> pod(String namespace, String name) {
    return pods.get().stream()
        .filter(pod -> pod.name().equals(name) && pod.namespace().equals(namespace))
        .findFirst();
  }
}
