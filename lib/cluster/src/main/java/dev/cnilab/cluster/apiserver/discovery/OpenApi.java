package dev.cnilab.cluster.apiserver.discovery;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.custom.CustomKind;
import dev.cnilab.cluster.apiserver.custom.ServedResources;
import dev.cnilab.cluster.apiserver.schema.Schemas;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubernetesRelease;
import dev.cnilab.cluster.object.ResourceType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes the documents below /openapi/v3, one for each group and version. */
public final class OpenApi {
  private final List<ResourceType> types;
  private final Map<ResourceType, CustomKind> custom = new LinkedHashMap<>();

  /** Documents of what is served now; each is written when it is requested. */
  public OpenApi(ServedResources resources) {
    this.types = resources.all();
    types.forEach(type -> resources.custom(type).ifPresent(kind -> custom.put(type, kind)));
  }

  /** /openapi/v3 */
  public ObjectNode index() {
    ObjectNode paths = Json.object();
    types.stream()
        .map(OpenApi::root)
        .distinct()
        .forEach(
            root ->
                paths
                    .putObject(root)
                    .put("serverRelativeURL", "/openapi/v3/" + root + "?hash=" + hash()));
    return Json.object().set("paths", paths);
  }

  /** Whether there is a document /openapi/v3/ROOT, with ROOT such as api/v1 or apis/apps/v1. */
  public boolean has(String root) {
    return types.stream().anyMatch(type -> root(type).equals(root));
  }

  /** /openapi/v3/ROOT, which {@link #has has} to be there. */
  public ObjectNode document(String root) {
    List<ResourceType> served = types.stream().filter(type -> root(type).equals(root)).toList();
    ObjectNode json = Json.object().put("openapi", "3.0.0");
    describe(json);
    ObjectNode paths = json.putObject("paths");
    Components components = new Components();
    for (ResourceType type : served) {
      addKind(components, type);
      paths(paths, root, type);
    }
    json.putObject("components").set("schemas", components.toJson());
    return json;
  }

  /**
   * /openapi/v2, the definitions alone. kubectl checks the items of a List against them, and
   * whether a kind exists at all.
   */
  public ObjectNode swagger() {
    Components components = new Components();
    types.forEach(type -> addBuiltIn(components, type));
    ObjectNode definitions = SwaggerDefinitions.of(components.toJson());
    custom
        .values()
        .forEach(kind -> definitions.set(Components.qualified(kind), CustomDefinition.of(kind)));
    ObjectNode json = Json.object().put("swagger", "2.0");
    describe(json);
    json.putObject("paths");
    json.set("definitions", definitions);
    return json;
  }

  private void addKind(Components components, ResourceType type) {
    addBuiltIn(components, type);
    Optional.ofNullable(custom.get(type)).ifPresent(components::addKind);
  }

  private static void addBuiltIn(Components components, ResourceType type) {
    Schemas.builtIn().of(type).ifPresent(struct -> components.addKind(type, struct));
  }

  private static void describe(ObjectNode document) {
    document
        .putObject("info")
        .put("title", "Kubernetes")
        .put("version", "1." + KubernetesRelease.MINOR);
  }

  private void paths(ObjectNode paths, String root, ResourceType type) {
    String collection =
        "/" + root + (type.namespaced() ? "/namespaces/{namespace}/" : "/") + type.plural();
    ObjectNode list = paths.putObject(collection);
    ObjectNode item = paths.putObject(collection + "/{name}");
    operation(list, type, "post", "create");
    operation(list, type, "get", "list");
    operation(item, type, "get", "get");
    operation(item, type, "put", "update");
    operation(item, type, "patch", "patch");
    operation(item, type, "delete", "delete");
  }

  private void operation(ObjectNode path, ResourceType type, String method, String verb) {
    if (!type.verbs().contains(verb)) {
      return;
    }
    ObjectNode operation = path.putObject(method).put("x-kubernetes-action", verb);
    operation.set("x-kubernetes-group-version-kind", groupVersionKind(type));
    ArrayNode parameters = operation.putArray("parameters");
    if (!method.equals("get") && !method.equals("delete")) {
      for (String name : new String[] {"dryRun", "fieldManager", "fieldValidation"}) {
        parameters
            .addObject()
            .put("name", name)
            .put("in", "query")
            .putObject("schema")
            .put("type", "string");
      }
    }
    ObjectNode response =
        operation.putObject("responses").putObject("200").put("description", "OK");
    Schemas.builtIn()
        .of(type)
        .map(struct -> Components.reference(struct.name()))
        .or(() -> Optional.ofNullable(custom.get(type)).map(Components::reference))
        .ifPresent(
            reference ->
                response
                    .putObject("content")
                    .putObject("application/json")
                    .putObject("schema")
                    .put("$ref", reference));
  }

  static ObjectNode groupVersionKind(ResourceType type) {
    return Json.object()
        .put("group", type.group())
        .put("kind", type.kind())
        .put("version", type.version());
  }

  /** Changes whenever a document does. */
  public String hash() {
    return Integer.toHexString(31 * types.hashCode() + custom.hashCode());
  }

  private static String root(ResourceType type) {
    return (type.group().isEmpty() ? "api/" : "apis/") + type.apiVersion();
  }
}
