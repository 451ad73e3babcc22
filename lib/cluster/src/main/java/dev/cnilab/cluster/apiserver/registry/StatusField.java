package dev.cnilab.cluster.apiserver.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.schema.Schemas;
import dev.cnilab.cluster.apiserver.schema.Struct;
import dev.cnilab.cluster.apiserver.schema.defaults.Defaults;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.cluster.object.ResourceTypes;

/** A status that is written through its own subresource does not change with its object. */
final class StatusField {
  private StatusField() {}

  /** A new object starts with an empty status, whatever was sent; a node keeps what it brings. */
  static void begin(ResourceType type, ObjectNode json) {
    if (type.subresources().contains("status") && !type.equals(ResourceTypes.NODES)) {
      empty(type, json);
    }
  }

  /** The status with which an object was sent, which may be none (missing). */
  static void show(ResourceType type, ObjectNode json, JsonNode sent) {
    if (!type.subresources().contains("status")) {
      return;
    }
    if (sent.isMissingNode()) {
      empty(type, json);
    } else {
      json.set("status", sent);
    }
  }

  private static void empty(ResourceType type, ObjectNode json) {
    json.remove("status");
    if (type.equals(ResourceTypes.CUSTOM_RESOURCE_DEFINITIONS)) {
      return;
    }
    Schemas.builtIn()
        .of(type)
        .flatMap(struct -> struct.field("status"))
        .ifPresent(
            status -> {
              ObjectNode empty = json.putObject("status");
              if (status.type() instanceof Struct struct) {
                Defaults.apply(struct, empty);
              }
            });
  }

  /** An object that replaces another takes over its status. */
  static void keep(ResourceType type, ObjectNode json, KubeObject old) {
    if (!type.subresources().contains("status")) {
      return;
    }
    JsonNode status = old.json().get("status");
    if (status == null) {
      json.remove("status");
    } else {
      json.set("status", status.deepCopy());
    }
  }
}
