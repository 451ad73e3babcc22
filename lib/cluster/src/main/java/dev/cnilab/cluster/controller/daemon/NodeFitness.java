package dev.cnilab.cluster.controller.daemon;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.client.WatchEvent;
import dev.cnilab.cluster.object.KubeObject;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Whether a change of a node may change which daemons it gets: labels and taints do, heartbeats do
 * not (the real controller's {@code shouldIgnoreNodeUpdate}).
 */
final class NodeFitness implements Predicate<WatchEvent> {
  private final Map<String, Facts> known = new HashMap<>();

  private record Facts(JsonNode labels, JsonNode spec) {
    static Facts of(KubeObject node) {
      return new Facts(node.at("/metadata/labels"), node.at("/spec"));
    }
  }

  @Override
  public boolean test(WatchEvent event) {
    KubeObject node = event.object();
    if (event.type() == WatchEvent.Type.DELETED) {
      known.remove(node.name());
      return true;
    }
    Facts facts = Facts.of(node);
    return !facts.equals(known.put(node.name(), facts));
  }
}
