package dev.cnilab.cluster.apiserver.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.cluster.object.ResourceTypes;
import java.util.Map;

/** Events are kept once, in core/v1, and shown and taken in events.k8s.io/v1 too. */
public final class EventVersions {
  /** The fields that are called otherwise, first in core/v1. */
  private static final Map<String, String> NAMES =
      Map.of(
          "involvedObject", "regarding",
          "message", "note",
          "source", "deprecatedSource",
          "firstTimestamp", "deprecatedFirstTimestamp",
          "lastTimestamp", "deprecatedLastTimestamp",
          "count", "deprecatedCount",
          "reportingComponent", "reportingController");

  private EventVersions() {}

  /** An event of events.k8s.io/v1 as it is kept. */
  public static KubeObject stored(KubeObject event) {
    return event.edit(
        json -> {
          NAMES.forEach((core, other) -> rename(json, other, core));
          json.put("apiVersion", ResourceTypes.EVENTS.apiVersion());
        });
  }

  /** An object as a type that may not be the one it is kept as shows it. */
  static KubeObject shownAs(ResourceType type, KubeObject stored) {
    return type.equals(ResourceTypes.NEW_EVENTS) ? shown(stored) : stored;
  }

  /** A kept event as events.k8s.io/v1 shows it. */
  public static KubeObject shown(KubeObject event) {
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
