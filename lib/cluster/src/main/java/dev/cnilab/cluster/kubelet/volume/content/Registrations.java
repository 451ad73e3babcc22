package dev.cnilab.cluster.kubelet.volume.content;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.kubelet.pod.Pod;
import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.cluster.object.ResourceTypes;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The ConfigMaps and Secrets that pods of this node use. A kubelet reads only those; a pod counts
 * once it may start, but not while it waits for the network.
 */
public final class Registrations {
  private final Map<String, Set<String>> objectsOfPods = new HashMap<>();
  private final Map<String, Integer> uses = new HashMap<>();

  public void register(Pod pod) {
    Set<String> objects = new HashSet<>();
    for (JsonNode volume : pod.object().at("/spec/volumes")) {
      addSources(pod, volume, objects);
      volume.at("/projected/sources").forEach(source -> addSources(pod, source, objects));
    }
    unregister(pod.uid());
    objectsOfPods.put(pod.uid(), objects);
    objects.forEach(object -> uses.merge(object, 1, Integer::sum));
  }

  public void unregister(String podUid) {
    Set<String> objects = objectsOfPods.remove(podUid);
    if (objects != null) {
      objects.forEach(
          object -> uses.computeIfPresent(object, (key, count) -> count == 1 ? null : count - 1));
    }
  }

  boolean contains(ResourceType type, String namespace, String name) {
    return uses.containsKey(key(type, namespace, name));
  }

  private static void addSources(Pod pod, JsonNode source, Set<String> objects) {
    JsonNode configMap = source.path("configMap");
    if (configMap.isObject()) {
      String name = configMap.path("name").asText();
      objects.add(key(ResourceTypes.CONFIG_MAPS, pod.namespace(), name));
    }
    JsonNode secret = source.path("secret");
    if (secret.isObject()) {
      String name = secret.path("secretName").asText(secret.path("name").asText());
      objects.add(key(ResourceTypes.SECRETS, pod.namespace(), name));
    }
  }

  private static String key(ResourceType type, String namespace, String name) {
    return type.plural() + "/" + namespace + "/" + name;
  }
}
