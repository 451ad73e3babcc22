package dev.cnilab.cluster.apiserver.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.client.ApiErrors;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import java.util.List;

/** How objects are shown to who asked: as they are, as rows of a table, or only their metadata. */
public enum Rendering {
  OBJECT,
  TABLE,
  METADATA;

  /** The first of the Accept header's alternatives that the server knows. */
  static Rendering of(String accept) {
    for (String alternative : accept.split(",", -1)) {
      if (alternative.contains("as=Table")) {
        return TABLE;
      }
      if (alternative.contains("as=PartialObjectMetadata")) {
        return METADATA;
      }
      if (alternative.contains("json") || alternative.contains("*/*")) {
        return OBJECT;
      }
    }
    if (accept.isBlank()) {
      return OBJECT;
    }
    throw ApiErrors.notAcceptable();
  }

  JsonNode one(Layout layout, KubeObject stored) {
    return switch (this) {
      case OBJECT -> layout.shown(stored).json();
      case TABLE -> layout.table(List.of(stored));
      case METADATA -> metadata(stored);
    };
  }

  /** An object of which only the version means anything. */
  JsonNode bookmark(Layout layout, long revision, Reply.Progress progress) {
    ResourceType type = layout.type();
    ObjectNode json =
        this == TABLE
            ? layout.table(List.of())
            : Json.object()
                .put("kind", this == METADATA ? "PartialObjectMetadata" : type.kind())
                .put("apiVersion", this == METADATA ? "meta.k8s.io/v1" : type.apiVersion());
    ObjectNode metadata =
        json.putObject("metadata").put("resourceVersion", Long.toString(revision));
    if (progress == Reply.Progress.INITIAL_EVENTS_END) {
      metadata.putObject("annotations").put("k8s.io/initial-events-end", "true");
    }
    return json;
  }

  JsonNode list(Layout layout, List<KubeObject> stored, ObjectNode listMetadata) {
    ResourceType type = layout.type();
    if (this == TABLE) {
      ObjectNode table = layout.table(stored);
      table.set("metadata", listMetadata);
      return table;
    }
    ObjectNode list = Json.object();
    list.put("kind", this == METADATA ? "PartialObjectMetadataList" : type.kind() + "List");
    list.put("apiVersion", this == METADATA ? "meta.k8s.io/v1" : type.apiVersion());
    list.set("metadata", listMetadata);
    ArrayNode items = list.putArray("items");
    stored.forEach(
        object -> items.add(this == METADATA ? metadata(object) : layout.shown(object).json()));
    return list;
  }

  private static ObjectNode metadata(KubeObject object) {
    ObjectNode json =
        Json.object().put("kind", "PartialObjectMetadata").put("apiVersion", "meta.k8s.io/v1");
    json.set("metadata", object.at("/metadata"));
    return json;
  }
}
