package dev.cnilab.cluster.apiserver.registry.version;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.cluster.object.ResourceTypes;
import java.util.List;

/** Events are stored as core/v1, and also shown and accepted as events.k8s.io/v1. */
enum EventVersion implements OtherVersion {
  INSTANCE;

  private record Name(String core, String other) {}

  /** The fields that are named differently, in this order. */
  private static final List<Name> NAMES =
      List.of(
          new Name("involvedObject", "regarding"),
          new Name("message", "note"),
          new Name("source", "deprecatedSource"),
          new Name("firstTimestamp", "deprecatedFirstTimestamp"),
          new Name("lastTimestamp", "deprecatedLastTimestamp"),
          new Name("count", "deprecatedCount"),
          new Name("reportingComponent", "reportingController"));

  @Override
  public ResourceType keptAs() {
    return ResourceTypes.EVENTS;
  }

  @Override
  public KubeObject stored(KubeObject event) {
    return event.edit(
        json -> {
          NAMES.forEach(name -> rename(json, name.other, name.core));
          json.put("apiVersion", ResourceTypes.EVENTS.apiVersion());
        });
  }

  @Override
  public KubeObject shown(KubeObject event) {
    return event.edit(
        json -> {
          NAMES.forEach(name -> rename(json, name.core, name.other));
          json.put("apiVersion", ResourceTypes.NEW_EVENTS.apiVersion());
        });
  }

  private static void rename(ObjectNode json, String from, String to) {
    if (json.has(from)) {
      json.set(to, json.remove(from));
    }
  }
}
