package dev.cnilab.cluster.kubelet.volume.content;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.kubelet.environment.ConfigObjects;
import dev.cnilab.cluster.kubelet.environment.FieldReference;
import dev.cnilab.cluster.kubelet.environment.ResourceReference;
import dev.cnilab.cluster.kubelet.pod.ContainerSpec;
import dev.cnilab.cluster.kubelet.pod.NodeContext;
import dev.cnilab.cluster.kubelet.pod.Pod;
import dev.cnilab.cluster.kubelet.pod.PodUser;
import dev.cnilab.cluster.kubelet.pod.SupplementalGroups;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.cluster.object.ResourceTypes;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** The files of a volume with content from API objects or from the pod itself. */
public final class VolumeContents {
  private static final int DEFAULT_MODE = 0644;

  private static final int OF_ONE_USER = 0600;

  private final ConfigObjects objects;
  private final Registrations registrations;
  private final ServiceAccountTokens tokens;
  private final PodCertificates certificates;
  private final TrustBundles bundles;
  private final NodeContext node;

  public VolumeContents(
      ApiClient client,
      Registrations registrations,
      ServiceAccountTokens tokens,
      PodCertificates certificates,
      NodeContext node) {
    this.objects = new ConfigObjects(client);
    this.registrations = registrations;
    this.tokens = tokens;
    this.certificates = certificates;
    this.bundles = new TrustBundles(client);
    this.node = node;
  }

  /** The files by their path in the volume. */
  public Map<String, VolumeFile> of(Pod pod, String type, JsonNode source) throws VolumeException {
    int mode = source.path("defaultMode").asInt(DEFAULT_MODE);
    Map<String, VolumeFile> files = new TreeMap<>();
    try {
      add(pod, type, source, mode, files);
    } catch (ApiException refused) {
      throw new VolumeException(refused.status().message());
    } catch (IllegalArgumentException unsupported) {
      throw new VolumeException(String.valueOf(unsupported.getMessage()));
    }
    return files;
  }

  private void add(Pod pod, String type, JsonNode source, int mode, Map<String, VolumeFile> files)
      throws VolumeException {
    switch (type) {
      case "configMap" -> addConfigMap(pod, source, mode, files);
      case "secret" -> addSecret(pod, source, mode, files);
      case "downwardAPI" -> addFields(pod, source, mode, files);
      case "clusterTrustBundle" ->
          files.put(source.path("path").asText(), owned(pod, bundles.find(source), mode));
      case "serviceAccountToken" ->
          files.put(source.path("path").asText(), owned(pod, tokens.token(pod, source), mode));
      case "podCertificate" -> addCertificate(pod, source, mode, files);
      case "projected" -> {
        for (JsonNode part : source.path("sources")) {
          for (Map.Entry<String, JsonNode> entry : part.properties()) {
            add(pod, entry.getKey(), entry.getValue(), mode, files);
          }
        }
      }
      default ->
          throw new VolumeException("no volume plugin matched: this kubelet has none for " + type);
    }
  }

  /** A file that only its user may read, in a pod whose files belong to a single user or group. */
  private static VolumeFile owned(Pod pod, String text, int mode) {
    OptionalLong user = PodUser.of(pod);
    boolean isShared = user.isEmpty() && SupplementalGroups.ofVolumes(pod).isEmpty();
    return VolumeFile.of(text, isShared ? mode : OF_ONE_USER).ownedBy((int) user.orElse(0));
  }

  private void addCertificate(Pod pod, JsonNode source, int mode, Map<String, VolumeFile> files)
      throws VolumeException {
    PodCertificate.Bundle bundle = certificates.bundle(pod, source);
    Map<String, String> texts =
        Map.of(
            "credentialBundlePath", bundle.key() + bundle.chain(),
            "keyPath", bundle.key(),
            "certificateChainPath", bundle.chain());
    texts.forEach(
        (field, text) -> {
          if (source.has(field)) {
            files.put(source.path(field).asText(), owned(pod, text, mode));
          }
        });
  }

  private void addConfigMap(Pod pod, JsonNode source, int mode, Map<String, VolumeFile> files)
      throws VolumeException {
    Optional<KubeObject> found =
        find(pod, ResourceTypes.CONFIG_MAPS, source.path("name").asText(), source);
    Map<String, VolumeFile> data = new LinkedHashMap<>();
    found.ifPresent(
        map -> {
          map.map("/data").forEach((key, text) -> data.put(key, VolumeFile.of(text, mode)));
          map.map("/binaryData").forEach((key, text) -> data.put(key, decoded(text, mode)));
        });
    addItems(data, source, mode, files);
  }

  private void addSecret(Pod pod, JsonNode source, int mode, Map<String, VolumeFile> files)
      throws VolumeException {
    String name = source.path("secretName").asText(source.path("name").asText());
    Map<String, VolumeFile> data = new LinkedHashMap<>();
    find(pod, ResourceTypes.SECRETS, name, source)
        .ifPresent(secret -> secret.map("/data").forEach((k, v) -> data.put(k, decoded(v, mode))));
    addItems(data, source, mode, files);
  }

  private Optional<KubeObject> find(Pod pod, ResourceType type, String name, JsonNode source)
      throws VolumeException {
    if (!registrations.contains(type, pod.namespace(), name)) {
      throw new VolumeException(
          "object \"%s\"/\"%s\" not registered".formatted(pod.namespace(), name));
    }
    return objects.find(type, pod.namespace(), name, source);
  }

  private static void addItems(
      Map<String, VolumeFile> data, JsonNode source, int mode, Map<String, VolumeFile> files)
      throws VolumeException {
    if (!source.has("items")) {
      files.putAll(data);
      return;
    }
    for (JsonNode item : source.path("items")) {
      VolumeFile content = data.get(item.path("key").asText());
      if (content != null) {
        int permissions = item.path("mode").asInt(mode);
        files.put(item.path("path").asText(), content.withPermissions(permissions));
      } else if (!source.path("optional").asBoolean()) {
        throw new VolumeException(
            "references non-existent config key: " + item.path("key").asText());
      }
    }
  }

  private void addFields(Pod pod, JsonNode source, int mode, Map<String, VolumeFile> files) {
    for (JsonNode item : source.path("items")) {
      JsonNode resource = item.path("resourceFieldRef");
      String field = item.at("/fieldRef/fieldPath").asText();
      String value =
          resource.isMissingNode()
              ? FieldReference.value(pod, field, node.nodeIp(), List.of())
              : ResourceReference.value(resource, container(pod, resource), node.allocatable());
      int permissions = item.path("mode").asInt(mode);
      files.put(item.path("path").asText(), VolumeFile.of(value, permissions));
    }
  }

  private static ContainerSpec container(Pod pod, JsonNode resource) {
    String name = resource.path("containerName").asText();
    return pod.container(name)
        .orElseThrow(() -> new IllegalArgumentException("container " + name + " not found"));
  }

  private static VolumeFile decoded(String base64, int mode) {
    return VolumeFile.of(Base64.getDecoder().decode(base64), mode);
  }
}
