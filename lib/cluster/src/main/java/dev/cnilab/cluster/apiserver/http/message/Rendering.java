package dev.cnilab.cluster.apiserver.http.message;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.client.ApiErrors;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** How objects are shown to a client: in full, as table rows, or as metadata only. */
public enum Rendering {
  OBJECT,
  TABLE,
  METADATA;

  /** The only media type that is served; a real server also offers YAML and protobuf. */
  public static final String JSON = "application/json";

  private static final Set<String> TAKING_JSON = Set.of(JSON, "application/*", "*/*");

  /** The forms of what kube-apiserver has a {@code TableConvertor} for. */
  public static final Set<Rendering> ALL = Set.of(OBJECT, TABLE, METADATA);

  /** The forms of an answer that is no stored object, such as a review. */
  public static final Set<Rendering> WITHOUT_TABLE = Set.of(OBJECT, METADATA);

  /**
   * The first of the Accept header's alternatives that can be served.
   *
   * @param offered the forms that there are
   * @throws dev.cnilab.cluster.client.ApiException 406 if there is none
   */
  public static Rendering of(String accept, Set<Rendering> offered) {
    if (accept.isBlank()) {
      return OBJECT;
    }
    boolean isServed = false;
    for (String alternative : accept.split(",", -1)) {
      if (takesJson(alternative)) {
        isServed = true;
        Optional<Rendering> form = form(parameters(alternative)).filter(offered::contains);
        if (form.isPresent()) {
          return form.get();
        }
      }
    }
    throw isServed ? ApiErrors.notConvertible(JSON) : ApiErrors.notAcceptable(JSON);
  }

  /**
   * Checks that the client accepts JSON in some form.
   *
   * @throws dev.cnilab.cluster.client.ApiException 406 if not
   */
  public static void requireJson(String accept) {
    if (!accept.isBlank() && Arrays.stream(accept.split(",", -1)).noneMatch(Rendering::takesJson)) {
      throw ApiErrors.notAcceptable(JSON);
    }
  }

  private static boolean takesJson(String alternative) {
    return TAKING_JSON.contains(alternative.split(";", 2)[0].strip());
  }

  private static List<String> parameters(String alternative) {
    return Arrays.stream(alternative.split(";", -1)).skip(1).map(String::strip).toList();
  }

  private static Optional<Rendering> form(List<String> parameters) {
    Optional<String> form = parameters.stream().filter(each -> each.startsWith("as=")).findFirst();
    if (form.isEmpty()) {
      return Optional.of(OBJECT);
    }
    boolean isKnown =
        parameters.contains("g=meta.k8s.io")
            && (parameters.contains("v=v1") || parameters.contains("v=v1beta1"));
    return switch (form.get()) {
      case "as=Table" -> Optional.of(TABLE).filter(table -> isKnown);
      case "as=PartialObjectMetadata", "as=PartialObjectMetadataList" ->
          Optional.of(METADATA).filter(metadata -> isKnown);
      default -> Optional.empty();
    };
  }

  public JsonNode one(Layout layout, KubeObject stored) {
    return switch (this) {
      case OBJECT -> layout.shown(stored).json();
      case TABLE -> layout.table(List.of(stored));
      case METADATA -> metadata(stored);
    };
  }

  /** An object whose resourceVersion alone means anything. */
  public JsonNode bookmark(Layout layout, long revision, Reply.Progress progress) {
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

  public JsonNode list(Layout layout, List<KubeObject> stored, ObjectNode listMetadata) {
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
    stored.forEach(object -> items.add(this == METADATA ? metadata(object) : layout.item(object)));
    return list;
  }

  private static ObjectNode metadata(KubeObject object) {
    ObjectNode json =
        Json.object().put("kind", "PartialObjectMetadata").put("apiVersion", "meta.k8s.io/v1");
    json.set("metadata", object.at("/metadata"));
    return json;
  }
}
