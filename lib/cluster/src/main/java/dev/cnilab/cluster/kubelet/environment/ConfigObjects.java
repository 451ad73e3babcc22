package dev.cnilab.cluster.kubelet.environment;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import java.util.Optional;

/** The ConfigMaps and Secrets that pods refer to. */
public final class ConfigObjects {
  private final ApiClient client;

  public ConfigObjects(ApiClient client) {
    this.client = client;
  }

  /**
   * The object of that name; empty only if it is missing and the reference says that it may be.
   *
   * @throws IllegalArgumentException if it is missing, in the kubelet's words
   */
  public Optional<KubeObject> find(
      ResourceType type, String namespace, String name, JsonNode reference) {
    Optional<KubeObject> found = client.find(type, namespace, name);
    if (found.isEmpty() && !isOptional(reference)) {
      throw new IllegalArgumentException(type.singular() + " \"" + name + "\" not found");
    }
    return found;
  }

  static boolean isOptional(JsonNode reference) {
    return reference.path("optional").asBoolean();
  }
}
