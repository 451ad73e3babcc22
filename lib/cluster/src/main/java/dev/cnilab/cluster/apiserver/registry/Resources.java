package dev.cnilab.cluster.apiserver.registry;

import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.cluster.object.ResourceTypes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The resource types that are served now: the built-in ones and those that were added. */
public final class Resources {
  private final Map<String, ResourceType> types = new LinkedHashMap<>();

  Resources() {
    ResourceTypes.builtIn().forEach(this::add);
  }

  public void add(ResourceType type) {
    types.put(key(type.group(), type.version(), type.plural()), type);
  }

  public void remove(ResourceType type) {
    types.remove(key(type.group(), type.version(), type.plural()));
  }

  public Optional<ResourceType> find(String group, String version, String plural) {
    return Optional.ofNullable(types.get(key(group, version, plural)));
  }

  /** All types, those of a group and version next to each other. */
  public List<ResourceType> all() {
    return Collections.unmodifiableList(new ArrayList<>(types.values()));
  }

  private static String key(String group, String version, String plural) {
    return group + "/" + version + "/" + plural;
  }
}
