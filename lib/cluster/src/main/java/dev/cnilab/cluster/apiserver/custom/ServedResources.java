package dev.cnilab.cluster.apiserver.custom;

import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.cluster.object.ResourceTypes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The resource types that are served now: the built-in ones and the added ones. */
public final class ServedResources {
  private final Map<String, ResourceType> types = new LinkedHashMap<>();
  private final Map<String, CustomKind> custom = new LinkedHashMap<>();

  /** The built-in types alone. */
  public ServedResources() {
    ResourceTypes.builtIn().forEach(this::add);
  }

  public void add(ResourceType type) {
    types.put(key(type), type);
  }

  /** Adds a kind of a CustomResourceDefinition, or updates it. */
  public void add(CustomKind kind) {
    add(kind.type());
    custom.put(key(kind.type()), kind);
  }

  /** The kinds a CustomResourceDefinition has added so far. */
  public List<CustomKind> definedBy(String definition) {
    return custom.values().stream().filter(kind -> kind.definition().equals(definition)).toList();
  }

  /** The definition of a type, if it is a CustomResourceDefinition's. */
  public Optional<CustomKind> custom(ResourceType type) {
    return Optional.ofNullable(custom.get(key(type)));
  }

  /** The fields that a custom type's definition declares selectable. */
  public Set<String> selectable(ResourceType type) {
    return custom(type).map(CustomKind::selectable).orElse(Set.of());
  }

  /** The kind in whose version the objects of a custom type are stored, if it is served. */
  public Optional<CustomKind> storedAs(ResourceType type) {
    return custom(type)
        .filter(kind -> !kind.isStored())
        .flatMap(
            kind -> definedBy(kind.definition()).stream().filter(CustomKind::isStored).findAny());
  }

  public void remove(ResourceType type) {
    types.remove(key(type));
    custom.remove(key(type));
  }

  public Optional<ResourceType> find(String group, String version, String plural) {
    return Optional.ofNullable(types.get(key(group, version, plural)));
  }

  /** All types, with those of a group and version next to each other. */
  public List<ResourceType> all() {
    return Collections.unmodifiableList(new ArrayList<>(types.values()));
  }

  private static String key(ResourceType type) {
    return key(type.group(), type.version(), type.plural());
  }

  private static String key(String group, String version, String plural) {
    return group + "/" + version + "/" + plural;
  }
}
