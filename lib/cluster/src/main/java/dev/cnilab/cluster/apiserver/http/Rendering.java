package dev.cnilab.cluster.apiserver.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.table.Tables;
import dev.cnilab.cluster.client.ApiErrors;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

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

  JsonNode one(ResourceType type, KubeObject object, Supplier<Instant> now, String include) {
    return switch (this) {
      case OBJECT -> object.json();
      case TABLE -> Tables.of(type, List.of(object), now.get(), include);
      case METADATA -> metadata(object);
    };
  }

  JsonNode list(
      ResourceType type,
      List<KubeObject> objects,
      ObjectNode listMetadata,
      Supplier<Instant> now,
      String include) {
    if (this == TABLE) {
      ObjectNode table = Tables.of(type, objects, now.get(), include);
      table.set("metadata", listMetadata);
      return table;
    }
    ObjectNode list = Json.object();
    list.put("kind", this == METADATA ? "PartialObjectMetadataList" : type.kind() + "List");
    list.put("apiVersion", this == METADATA ? "meta.k8s.io/v1" : type.apiVersion());
    list.set("metadata", listMetadata);
    ArrayNode items = list.putArray("items");
    objects.forEach(object -> items.add(this == METADATA ? metadata(object) : object.json()));
    return list;
  }

  private static ObjectNode metadata(KubeObject object) {
    ObjectNode json =
        Json.object().put("kind", "PartialObjectMetadata").put("apiVersion", "meta.k8s.io/v1");
    json.set("metadata", object.at("/metadata"));
    return json;
  }
}
