package dev.cnilab.cluster.kubelet.environment;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.kubelet.pod.ContainerSpec;
import dev.cnilab.cluster.kubelet.pod.NodeContext;
import dev.cnilab.cluster.kubelet.pod.Pod;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.cluster.object.value.Base64Text;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.pcollections.TreePMap;

/** The environment variables of a container. */
public final class Environment {
  private final ConfigObjects objects;
  private final Supplier<Collection<KubeObject>> services;
  private final NodeContext node;

  /** By namespace. */
  private final Map<String, ServiceVariables> links = new HashMap<>();

  public Environment(
      ApiClient client, Supplier<Collection<KubeObject>> services, NodeContext node) {
    this.objects = new ConfigObjects(client);
    this.services = services;
    this.node = node;
  }

  /**
   * The variables: from Services, {@code envFrom} and {@code env}; later ones win.
   *
   * @throws IllegalArgumentException if something required is missing
   */
  public TreePMap<String, String> of(Pod pod, ContainerSpec container, List<String> podIps) {
    TreePMap<String, String> ofServices = ofServices(pod);
    Map<String, String> own = new LinkedHashMap<>();
    for (JsonNode source : container.spec().path("envFrom")) {
      addAll(pod, source, own);
    }
    for (JsonNode variable : container.spec().path("env")) {
      value(pod, container, podIps, variable, own, ofServices)
          .ifPresent(value -> own.put(variable.path("name").asText(), value));
    }
    return ofServices.plusAll(own);
  }

  private TreePMap<String, String> ofServices(Pod pod) {
    if (!pod.object().at("/spec/enableServiceLinks").asBoolean(true)) {
      return ServiceVariables.ofMaster(services.get());
    }
    Set<String> inUse = new HashSet<>();
    services.get().forEach(service -> inUse.add(service.namespace()));
    links.keySet().retainAll(inUse);
    return links.computeIfAbsent(pod.namespace(), ServiceVariables::new).follow(services.get());
  }

  private void addAll(Pod pod, JsonNode source, Map<String, String> variables) {
    boolean secret = source.has("secretRef");
    JsonNode reference = source.path(secret ? "secretRef" : "configMapRef");
    find(pod, secret ? ResourceTypes.SECRETS : ResourceTypes.CONFIG_MAPS, reference)
        .ifPresent(
            object ->
                object
                    .map("/data")
                    .forEach(
                        (key, value) ->
                            variables.put(
                                source.path("prefix").asText() + key,
                                secret ? Base64Text.decoded(value) : value)));
  }

  private Optional<String> value(
      Pod pod,
      ContainerSpec container,
      List<String> podIps,
      JsonNode variable,
      Map<String, String> own,
      Map<String, String> ofServices) {
    JsonNode from = variable.path("valueFrom");
    if (from.has("fieldRef")) {
      String path = from.at("/fieldRef/fieldPath").asText();
      return Optional.of(FieldReference.value(pod, path, node.nodeIp(), podIps));
    }
    if (from.has("resourceFieldRef")) {
      JsonNode reference = from.path("resourceFieldRef");
      return Optional.of(ResourceReference.value(reference, container, node.allocatable()));
    }
    if (from.has("configMapKeyRef")) {
      return key(pod, ResourceTypes.CONFIG_MAPS, from.path("configMapKeyRef"));
    }
    if (from.has("secretKeyRef")) {
      return key(pod, ResourceTypes.SECRETS, from.path("secretKeyRef")).map(Base64Text::decoded);
    }
    return Optional.of(
        Expansion.expand(
            variable.path("value").asText(""),
            name -> own.containsKey(name) ? own.get(name) : ofServices.get(name)));
  }

  private Optional<String> key(Pod pod, ResourceType type, JsonNode reference) {
    Optional<KubeObject> object = find(pod, type, reference);
    String key = reference.path("key").asText();
    Optional<String> value = object.map(found -> found.map("/data").get(key));
    if (value.isEmpty() && object.isPresent() && !ConfigObjects.isOptional(reference)) {
      throw new IllegalArgumentException(
          "couldn't find key %s in %s %s/%s"
              .formatted(key, type.kind(), pod.namespace(), reference.path("name").asText()));
    }
    return value;
  }

  private Optional<KubeObject> find(Pod pod, ResourceType type, JsonNode reference) {
    return objects.find(type, pod.namespace(), reference.path("name").asText(), reference);
  }
}
