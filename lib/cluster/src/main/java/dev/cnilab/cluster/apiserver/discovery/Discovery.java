package dev.cnilab.cluster.apiserver.discovery;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.ResourceType;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** The discovery documents below /api and /apis, one by one or aggregated. */
public final class Discovery {
  private final List<ResourceType> types;
  private final Predicate<String> unlisted;

  /**
   * The documents for some types.
   *
   * @param unlisted the groups that are shown only to clients that name them
   */
  public Discovery(List<ResourceType> types, Predicate<String> unlisted) {
    this.types = types;
    this.unlisted = unlisted;
  }

  /** /api */
  public ObjectNode coreVersions(String address) {
    ObjectNode json = Json.object().put("kind", "APIVersions");
    json.putArray("versions").add("v1");
    json.putArray("serverAddressByClientCIDRs")
        .addObject()
        .put("clientCIDR", "0.0.0.0/0")
        .put("serverAddress", address);
    return json;
  }

  /** /apis */
  public ObjectNode groups() {
    ObjectNode json = Json.object().put("kind", "APIGroupList").put("apiVersion", "v1");
    ArrayNode groups = json.putArray("groups");
    versionsByGroup()
        .forEach(
            (group, versions) -> {
              if (!group.isEmpty() && !unlisted.test(group)) {
                groups.add(group(group, versions));
              }
            });
    return json;
  }

  /** /apis/GROUP; empty if there is no such group. */
  public Optional<ObjectNode> group(String name) {
    return Optional.ofNullable(versionsByGroup().get(name))
        .map(
            versions -> {
              ObjectNode json = Json.object().put("kind", "APIGroup").put("apiVersion", "v1");
              return json.setAll(group(name, versions));
            });
  }

  /**
   * The verbs of a type, or of one of its subresources.
   *
   * @param subresource "" for the objects themselves
   * @return in the words of RBAC; empty if the type has no such subresource
   */
  public static List<String> verbs(ResourceType type, String subresource) {
    if (subresource.isEmpty()) {
      return type.verbs();
    }
    return type.subresources().contains(subresource)
        ? Subresource.of(type, subresource).verbs()
        : List.of();
  }

  /** /api/v1 or /apis/GROUP/VERSION; empty if there is no such version. */
  public Optional<ObjectNode> resources(String group, String version) {
    List<ResourceType> served =
        types.stream().filter(t -> t.group().equals(group) && t.version().equals(version)).toList();
    if (served.isEmpty()) {
      return Optional.empty();
    }
    ObjectNode json = Json.object().put("kind", "APIResourceList");
    if (!group.isEmpty()) {
      json.put("apiVersion", "v1");
    }
    json.put("groupVersion", served.getFirst().apiVersion());
    ArrayNode resources = json.putArray("resources");
    for (ResourceType type : served) {
      resources.add(resource(type));
      type.subresources().forEach(name -> resources.add(Subresource.of(type, name).toResource()));
    }
    return Optional.of(json);
  }

  /** One aggregated document of the core group or of the others, as kubectl requests it. */
  public ObjectNode aggregated(Part part) {
    ObjectNode json =
        Json.object()
            .put("kind", "APIGroupDiscoveryList")
            .put("apiVersion", "apidiscovery.k8s.io/v2");
    json.putObject("metadata");
    ArrayNode items = json.putArray("items");
    versionsByGroup()
        .forEach(
            (group, versions) -> {
              if (group.isEmpty() == (part == Part.CORE) && !unlisted.test(group)) {
                items.add(aggregatedGroup(group, versions));
              }
            });
    return json;
  }

  /** Which half of the API a document is about. */
  public enum Part {
    /** /api */
    CORE,
    /** /apis */
    GROUPS
  }

  private ObjectNode aggregatedGroup(String group, Set<String> versions) {
    ObjectNode json = Json.object();
    ObjectNode metadata = json.putObject("metadata");
    if (!group.isEmpty()) {
      metadata.put("name", group);
    }
    ArrayNode list = json.putArray("versions");
    for (String version : versions) {
      ObjectNode item = list.addObject().put("version", version);
      ArrayNode resources = item.putArray("resources");
      types.stream()
          .filter(t -> t.group().equals(group) && t.version().equals(version))
          .forEach(type -> resources.add(aggregatedResource(type)));
      item.put("freshness", "Current");
    }
    return json;
  }

  private static ObjectNode aggregatedResource(ResourceType type) {
    ObjectNode json = Json.object().put("resource", type.plural());
    json.putObject("responseKind")
        .put("group", type.group())
        .put("version", type.version())
        .put("kind", type.kind());
    json.put("scope", type.namespaced() ? "Namespaced" : "Cluster");
    json.put("singularResource", type.singular());
    addAll(json.putArray("verbs"), type.verbs());
    if (!type.shortNames().isEmpty()) {
      addAll(json.putArray("shortNames"), type.shortNames());
    }
    if (!type.categories().isEmpty()) {
      addAll(json.putArray("categories"), type.categories());
    }
    if (!type.subresources().isEmpty()) {
      ArrayNode subresources = json.putArray("subresources");
      type.subresources()
          .forEach(name -> subresources.add(Subresource.of(type, name).toAggregated()));
    }
    return json;
  }

  private static ObjectNode resource(ResourceType type) {
    ObjectNode json =
        Json.object()
            .put("name", type.plural())
            .put("singularName", type.singular())
            .put("namespaced", type.namespaced())
            .put("kind", type.kind());
    addAll(json.putArray("verbs"), type.verbs());
    if (!type.shortNames().isEmpty()) {
      addAll(json.putArray("shortNames"), type.shortNames());
    }
    if (!type.categories().isEmpty()) {
      addAll(json.putArray("categories"), type.categories());
    }
    return json;
  }

  private static ObjectNode group(String name, Set<String> versions) {
    ObjectNode json = Json.object().put("name", name);
    ArrayNode list = json.putArray("versions");
    versions.forEach(v -> list.addObject().put("groupVersion", name + "/" + v).put("version", v));
    json.set("preferredVersion", list.get(0));
    return json;
  }

  private Map<String, Set<String>> versionsByGroup() {
    Map<String, Set<String>> groups = new LinkedHashMap<>();
    types.forEach(
        type ->
            groups
                .computeIfAbsent(type.group(), absent -> new LinkedHashSet<>())
                .add(type.version()));
    return groups;
  }

  private static void addAll(ArrayNode array, List<String> texts) {
    texts.forEach(array::add);
  }
}
