package dev.cnilab.cluster.controller.replica;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.cni.json.GoJson;
import dev.cnilab.cluster.controller.work.OwnerReference;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import java.nio.charset.StandardCharsets;

/** The {@code template} of a workload: pods are made from it, and its hash tells versions apart. */
public record PodTemplate(JsonNode json) {
  private static final String SAFE_DIGITS = "bcdfghjklmnpqrstvwxz2456789";

  public static PodTemplate of(KubeObject workload) {
    return new PodTemplate(workload.at("/spec/template"));
  }

  /** A pod that {@code owner} manages; the server completes its name. */
  public KubeObject instantiate(KubeObject owner) {
    ObjectNode pod = Json.object().put("apiVersion", "v1").put("kind", "Pod");
    ObjectNode metadata =
        pod.putObject("metadata")
            .put("generateName", owner.name() + "-")
            .put("namespace", owner.namespace());
    for (String field : new String[] {"labels", "annotations", "finalizers"}) {
      JsonNode value = json.path("metadata").path(field);
      if (!value.isMissingNode()) {
        metadata.set(field, value.deepCopy());
      }
    }
    metadata.putArray("ownerReferences").add(OwnerReference.controlledBy(owner).toJson());
    pod.set("spec", json.path("spec").deepCopy());
    return KubeObject.of(pod);
  }

  /** The template with an additional label. */
  public PodTemplate withLabel(String key, String value) {
    ObjectNode copy = json.deepCopy();
    copy.withObject("/metadata").withObject("/labels").put(key, value);
    return new PodTemplate(copy);
  }

  /** The template without a label. */
  public PodTemplate withoutLabel(String key) {
    ObjectNode copy = json.deepCopy();
    copy.withObject("/metadata").withObject("/labels").remove(key);
    return new PodTemplate(copy);
  }

  /**
   * A short text that differs for different templates: FNV-1a over the template, as the digits
   * Kubernetes uses in names. The order in which a client sent the fields makes no difference. The
   * text differs from Kubernetes' own, which hashes Go's memory.
   *
   * @param collisions how often the hash has collided with another template's
   */
  public String hash(int collisions) {
    int hash = 0x811c9dc5;
    String template = GoJson.marshalMap(json);
    String text = collisions == 0 ? template : template + collisions;
    for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (octet & 0xff)) * 0x01000193;
    }
    StringBuilder safe = new StringBuilder();
    for (char digit : Integer.toUnsignedString(hash).toCharArray()) {
      safe.append(SAFE_DIGITS.charAt(digit % SAFE_DIGITS.length()));
    }
    return safe.toString();
  }
}
