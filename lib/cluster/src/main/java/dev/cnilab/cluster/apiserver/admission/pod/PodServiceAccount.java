package dev.cnilab.cluster.apiserver.admission.pod;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.admission.Admission;
import dev.cnilab.cluster.apiserver.storage.ObjectStore;
import dev.cnilab.cluster.client.ApiErrors;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.cluster.object.ResourceTypes;
import java.util.function.UnaryOperator;

/** Gives a pod a service account, and the volume with its token. */
public final class PodServiceAccount implements Admission {
  private static final String MOUNT_PATH = "/var/run/secrets/kubernetes.io/serviceaccount";
  private static final String VOLUME_PREFIX = "kube-api-access-";

  /** A little more than an hour; kubelets recognize a token that they may extend by this figure. */
  private static final int EXPIRATION_SECONDS = 3607;

  private static final int DEFAULT_MODE = 0644;

  private final ObjectStore store;
  private final UnaryOperator<String> generateName;

  /**
   * Makes the plugin.
   *
   * @param generateName appends the suffix of {@code generateName}
   */
  public PodServiceAccount(ObjectStore store, UnaryOperator<String> generateName) {
    this.store = store;
    this.generateName = generateName;
  }

  @Override
  public void admit(ResourceType type, ObjectNode pod) {
    if (!type.equals(ResourceTypes.PODS) || isMirror(pod)) {
      return;
    }
    ObjectNode spec = pod.withObject("/spec");
    String name = spec.path("serviceAccountName").asText(spec.path("serviceAccount").asText(""));
    String chosen = name.isEmpty() ? "default" : name;
    spec.put("serviceAccountName", chosen).put("serviceAccount", chosen);
    KubeObject account = account(type, pod, chosen);
    if (automounts(spec, account)) {
      mountToken(spec);
    }
    if (!spec.has("imagePullSecrets") && !account.at("/imagePullSecrets").isEmpty()) {
      spec.set("imagePullSecrets", account.at("/imagePullSecrets"));
    }
  }

  private KubeObject account(ResourceType type, ObjectNode pod, String name) {
    String namespace = pod.at("/metadata/namespace").asText("");
    return store
        .find(ResourceTypes.SERVICE_ACCOUNTS, namespace, name)
        .orElseThrow(
            () ->
                ApiErrors.forbidden(
                    type,
                    pod.at("/metadata/name").asText(""),
                    "error looking up service account "
                        + namespace
                        + "/"
                        + name
                        + ": serviceaccount \""
                        + name
                        + "\" not found"));
  }

  private static boolean automounts(ObjectNode spec, KubeObject account) {
    return spec.path("automountServiceAccountToken")
        .asBoolean(account.at("/automountServiceAccountToken").asBoolean(true));
  }

  private void mountToken(ObjectNode spec) {
    String volume = existingVolume(spec);
    boolean isNew = volume.isEmpty();
    if (isNew) {
      volume = generateName.apply(VOLUME_PREFIX);
    }
    boolean mounted = false;
    for (String list : new String[] {"initContainers", "containers"}) {
      for (JsonNode container : spec.path(list)) {
        mounted |= mount((ObjectNode) container, volume);
      }
    }
    if (mounted && isNew) {
      spec.withArray("volumes").add(volume(volume));
    }
  }

  private static String existingVolume(ObjectNode spec) {
    for (JsonNode volume : spec.path("volumes")) {
      if (volume.path("name").asText("").startsWith(VOLUME_PREFIX)) {
        return volume.path("name").asText();
      }
    }
    return "";
  }

  private static boolean mount(ObjectNode container, String volume) {
    for (JsonNode mount : container.path("volumeMounts")) {
      if (mount.path("mountPath").asText().equals(MOUNT_PATH)) {
        return false;
      }
    }
    container
        .withArray("volumeMounts")
        .addObject()
        .put("name", volume)
        .put("readOnly", true)
        .put("mountPath", MOUNT_PATH);
    return true;
  }

  private static ObjectNode volume(String name) {
    ObjectNode volume = dev.cnilab.cluster.object.Json.object().put("name", name);
    ObjectNode projected = volume.putObject("projected").put("defaultMode", DEFAULT_MODE);
    ArrayNode sources = projected.putArray("sources");
    sources
        .addObject()
        .putObject("serviceAccountToken")
        .put("expirationSeconds", EXPIRATION_SECONDS)
        .put("path", "token");
    ObjectNode authority =
        sources.addObject().putObject("configMap").put("name", "kube-root-ca.crt");
    authority.putArray("items").addObject().put("key", "ca.crt").put("path", "ca.crt");
    ObjectNode namespace =
        sources
            .addObject()
            .putObject("downwardAPI")
            .putArray("items")
            .addObject()
            .put("path", "namespace");
    namespace.putObject("fieldRef").put("apiVersion", "v1").put("fieldPath", "metadata.namespace");
    return volume;
  }

  private static boolean isMirror(ObjectNode pod) {
    return pod.path("metadata").path("annotations").has("kubernetes.io/config.mirror");
  }
}
