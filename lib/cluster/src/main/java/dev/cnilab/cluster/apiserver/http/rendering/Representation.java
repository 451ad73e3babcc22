package dev.cnilab.cluster.apiserver.http.rendering;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.client.ApiErrors;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** How objects are shown to a client: in full, as table rows, or as metadata only. */
public enum Representation {
  OBJECT,
  TABLE,
  METADATA,
  /** Of a list; the objects of a watch are shown like those of {@link #METADATA}. */
  METADATA_LIST;

  /** The forms of what kube-apiserver has a {@code TableConvertor} for. */
  public static final Set<Representation> ALL = Set.of(OBJECT, TABLE, METADATA, METADATA_LIST);

  /** The forms of an answer that is not a stored object, such as a review. */
  public static final Set<Representation> WITHOUT_TABLE = Set.of(OBJECT, METADATA, METADATA_LIST);

  /** The form that the parameters of a media type ask for; empty if there is none. */
  public static Optional<Representation> form(List<String> parameters) {
    Optional<String> form = parameters.stream().filter(each -> each.startsWith("as=")).findFirst();
    if (form.isEmpty()) {
      return Optional.of(OBJECT);
    }
    boolean isKnown =
        parameters.contains("g=meta.k8s.io")
            && (parameters.contains("v=v1") || parameters.contains("v=v1beta1"));
    return switch (form.get()) {
      case "as=Table" -> Optional.of(TABLE).filter(table -> isKnown);
      case "as=PartialObjectMetadata" -> Optional.of(METADATA).filter(metadata -> isKnown);
      case "as=PartialObjectMetadataList" -> Optional.of(METADATA_LIST).filter(metadata -> isKnown);
      default -> Optional.empty();
    };
  }

  /**
   * The object of an answer.
   *
   * @throws dev.cnilab.cluster.client.ApiException 406 if the client wants a list
   */
  public JsonNode one(Layout layout, KubeObject stored) {
    if (this == METADATA_LIST) {
      throw ApiErrors.notShownAs(
          "PartialObjectMetadataList", "not a list (*" + layout.goType() + ")");
    }
    return changed(layout, stored);
  }

  /** The object of a watch's event. */
  public JsonNode changed(Layout layout, KubeObject stored) {
    return switch (this) {
      case OBJECT -> layout.shown(stored).json();
      case TABLE -> layout.table(List.of(stored)).whole();
      case METADATA, METADATA_LIST -> metadata(stored);
    };
  }

  private boolean isMetadata() {
    return this == METADATA || this == METADATA_LIST;
  }

  /** An object whose resourceVersion alone means anything. */
  public JsonNode bookmark(Layout layout, long revision, Bookmark progress) {
    ResourceType type = layout.type();
    ObjectNode json =
        this == TABLE
            ? layout.table(List.of()).document()
            : Json.object()
                .put("kind", isMetadata() ? "PartialObjectMetadata" : type.kind())
                .put("apiVersion", isMetadata() ? "meta.k8s.io/v1" : type.apiVersion());
    ObjectNode metadata =
        json.putObject("metadata").put("resourceVersion", Long.toString(revision));
    if (progress == Bookmark.INITIAL_EVENTS_END) {
      metadata.putObject("annotations").put("k8s.io/initial-events-end", "true");
    }
    return json;
  }

  /**
   * The list of an answer.
   *
   * @throws dev.cnilab.cluster.client.ApiException 406 if the client wants one object
   */
  public ObjectsDocument list(Layout layout, List<KubeObject> stored, ObjectNode listMetadata) {
    ResourceType type = layout.type();
    if (this == METADATA) {
      throw ApiErrors.notShownAs("PartialObjectMetadata", "a list (*" + layout.goType() + "List)");
    }
    if (this == TABLE) {
      ObjectsDocument table = layout.table(stored);
      table.document().set("metadata", listMetadata);
      return table;
    }
    ObjectNode list = Json.object();
    list.put("kind", isMetadata() ? "PartialObjectMetadataList" : type.kind() + "List");
    list.put("apiVersion", isMetadata() ? "meta.k8s.io/v1" : type.apiVersion());
    list.set("metadata", listMetadata);
    list.putArray("items");
    return ObjectsDocument.of(
        list, "items", stored, isMetadata() ? Representation::metadata : layout::item);
  }

  private static ObjectNode metadata(KubeObject object) {
    ObjectNode json =
        Json.object().put("kind", "PartialObjectMetadata").put("apiVersion", "meta.k8s.io/v1");
    json.set("metadata", object.at("/metadata"));
    return json;
  }
}
