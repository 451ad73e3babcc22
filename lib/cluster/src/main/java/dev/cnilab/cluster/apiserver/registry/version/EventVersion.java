package dev.cnilab.cluster.apiserver.registry.version;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.cluster.object.ResourceTypes;
import java.util.Map;

/** Events are stored as core/v1, and also shown and accepted as events.k8s.io/v1. */
enum EventVersion implements OtherVersion {
  INSTANCE;

  /** The fields that are named differently, first in core/v1. */
  private static final Map<String, String> NAMES =
      Map.of(
          "involvedObject", "regarding",
          "message", "note",
          "source", "deprecatedSource",
          "firstTimestamp", "deprecatedFirstTimestamp",
          "lastTimestamp", "deprecatedLastTimestamp",
          "count", "deprecatedCount",
          "reportingComponent", "reportingController");

  @Override
  public ResourceType keptAs() {
    return ResourceTypes.EVENTS;
  }

  @Override
  public KubeObject stored(KubeObject event) {
    return event.edit(
        json -> {
          NAMES.forEach((core, other) -> rename(json, other, core));
          json.put("apiVersion", ResourceTypes.EVENTS.apiVersion());
        });
  }

  @Override
  public KubeObject shown(KubeObject event) {
    return event.edit(
        json -> {
          NAMES.forEach((core, other) -> rename(json, core, other));
          json.put("apiVersion", ResourceTypes.NEW_EVENTS.apiVersion());
        });
  }

  private static void rename(ObjectNode json, String from, String to) {
    if (json.has(from)) {
      json.set(to, json.remove(from));
    }
  }
}
