package dev.cnilab.cluster.kubelet.environment;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The ConfigMaps and Secrets that pods refer to. */
public final class ConfigObjects {
  private final ApiClient client;

  /** Their last known states, for times without an API server. */
  private final Map<String, KubeObject> known = new HashMap<>();

  public ConfigObjects(ApiClient client) {
    this.client = client;
  }

  /**
   * The object of that name; empty only if it is missing and the reference is optional.
   *
   * @throws IllegalArgumentException if it is missing, in the kubelet's words
   */
  public Optional<KubeObject> find(
      ResourceType type, String namespace, String name, JsonNode reference) {
    Optional<KubeObject> found = find(type, namespace, name);
    if (found.isEmpty() && !isOptional(reference)) {
      throw new IllegalArgumentException(type.singular() + " \"" + name + "\" not found");
    }
    return found;
  }

  private Optional<KubeObject> find(ResourceType type, String namespace, String name) {
    String key = type.plural() + "/" + namespace + "/" + name;
    try {
      Optional<KubeObject> found = client.find(type, namespace, name);
      found.ifPresentOrElse(object -> known.put(key, object), () -> known.remove(key));
      return found;
    } catch (ApiException refused) {
      if (refused.isUnreachable() && known.containsKey(key)) {
        return Optional.of(known.get(key));
      }
      throw new IllegalArgumentException(
          refused.isUnreachable()
              ? "failed to sync " + type.singular() + " cache: timed out waiting for the condition"
              : refused.getMessage(),
          refused);
    }
  }

  static boolean isOptional(JsonNode reference) {
    return reference.path("optional").asBoolean();
  }
}
