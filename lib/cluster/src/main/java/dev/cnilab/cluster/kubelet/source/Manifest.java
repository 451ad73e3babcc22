package dev.cnilab.cluster.kubelet.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.cost.Budget;
import dev.cnilab.cluster.apiserver.schema.Schemas;
import dev.cnilab.cluster.apiserver.schema.Struct;
import dev.cnilab.cluster.apiserver.schema.decoding.Decoder;
import dev.cnilab.cluster.apiserver.schema.decoding.WrongTypeException;
import dev.cnilab.cluster.apiserver.schema.defaults.Defaults;
import dev.cnilab.cluster.apiserver.validation.Validation;
import dev.cnilab.cluster.apiserver.validation.field.FieldError;
import dev.cnilab.cluster.cni.json.GoType;
import dev.cnilab.cluster.kubelet.pod.Pod;
import dev.cnilab.cluster.log.GoYaml;
import dev.cnilab.cluster.object.Digest;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** Makes a static pod from the text of a manifest. */
final class Manifest {
  /** Such a pod could not be created through the API either; a real kubelet would run it. */
  private static final String COSTLY = "invalid pod: checking all its fields would take too long";

  private Manifest() {}

  /**
   * The pod, with what a kubelet adds to it.
   *
   * @throws IllegalArgumentException if the text is not a pod
   */
  static Pod parse(String text, String path, String node, Instant now) {
    JsonNode tree;
    try {
      tree = GoYaml.read(text);
    } catch (IOException malformed) {
      throw new IllegalArgumentException(
          unparsable(path, String.valueOf(malformed.getMessage())), malformed);
    }
    if (!tree.isObject() && !tree.isMissingNode() && !tree.isNull()) {
      throw new IllegalArgumentException(unparsable(path, GoType.untyped(tree)));
    }
    if (!tree.has("kind")) {
      String json = tree.isMissingNode() ? "null" : tree.toString();
      throw new IllegalArgumentException(
          unparsable(path, "Object 'Kind' is missing in '" + json + "'"));
    }
    if (!(tree instanceof ObjectNode object) || !tree.path("kind").asText().equals("Pod")) {
      throw new IllegalArgumentException(unparsable(path, "invalid pod: " + tree.path("kind")));
    }
    String hash = Digest.MD5.hex(path + "\n" + node + "\n" + text);
    return Budget.within(Budget.REQUEST, () -> pod(object, path, hash, node, now))
        .orElseThrow(() -> new IllegalArgumentException(COSTLY));
  }

  private static Pod pod(ObjectNode manifest, String path, String hash, String node, Instant now) {
    ObjectNode typed = typed(manifest, path);
    if (manifest.at("/metadata/name").asText().isEmpty()) {
      throw new IllegalArgumentException("invalid pod: name is needed for the pod");
    }
    Pod pod = new Pod(KubeObject.of(typed).edit(json -> complete(json, hash, node, now)));
    require(pod.object());
    return pod;
  }

  /** The manifest's known fields, all of which have the type they must have. */
  private static ObjectNode typed(ObjectNode manifest, String path) {
    Struct pod = Schemas.builtIn().of(ResourceTypes.PODS).orElseThrow();
    try {
      return new Decoder().decode(pod, manifest);
    } catch (WrongTypeException wrong) {
      throw new IllegalArgumentException(
          unparsable(path, String.valueOf(wrong.getMessage())), wrong);
    }
  }

  /** Checks what a kubelet checks of a static pod (pkg/kubelet/config/common.go). */
  private static void require(KubeObject pod) {
    KubeObject complete =
        pod.edit(
            json ->
                Schemas.builtIn()
                    .of(ResourceTypes.PODS)
                    .ifPresent(struct -> Defaults.apply(struct, json)));
    List<FieldError> errors = Validation.newPod(complete);
    if (!errors.isEmpty()) {
      throw new IllegalArgumentException(
          errors.stream()
              .map(FieldError::toString)
              .distinct()
              .collect(Collectors.joining(" ", "invalid pod: [", "]")));
    }
    String referenced = ApiReferences.of(pod.at("/spec"));
    if (!referenced.isEmpty()) {
      throw new IllegalArgumentException("static pods may not reference " + referenced);
    }
  }

  private static String unparsable(String path, String why) {
    return path + ": couldn't parse as pod(" + why + "), please check config file";
  }

  private static void complete(ObjectNode pod, String hash, String node, Instant now) {
    ObjectNode metadata = pod.withObject("/metadata");
    metadata.put("name", metadata.path("name").asText() + "-" + node);
    metadata.put("namespace", metadata.path("namespace").asText("default"));
    metadata.put("uid", hash);
    metadata
        .withObject("/annotations")
        .put(Pod.CONFIG_HASH, hash)
        .put(Pod.CONFIG_SEEN, now.toString())
        .put(Pod.CONFIG_SOURCE, "file");
    ObjectNode spec = pod.withObject("/spec");
    putDefault(spec, "restartPolicy", "Always");
    putDefault(spec, "dnsPolicy", "ClusterFirst");
    putDefault(spec, "schedulerName", "default-scheduler");
    if (!spec.has("terminationGracePeriodSeconds")) {
      spec.put("terminationGracePeriodSeconds", 30);
    }
    spec.put("nodeName", node);
    if (!spec.has("enableServiceLinks")) {
      spec.put("enableServiceLinks", true);
    }
    spec.withObject("/securityContext");
    spec.withArray("tolerations").addObject().put("effect", "NoExecute").put("operator", "Exists");
    for (String list : new String[] {"containers", "initContainers"}) {
      spec.path(list).forEach(container -> complete((ObjectNode) container));
    }
    pod.set("status", Json.object());
  }

  private static void complete(ObjectNode container) {
    String image = container.path("image").asText();
    boolean latest = image.endsWith(":latest") || !image.contains(":");
    putDefault(container, "imagePullPolicy", latest ? "Always" : "IfNotPresent");
    putDefault(container, "terminationMessagePath", "/dev/termination-log");
    putDefault(container, "terminationMessagePolicy", "File");
    container.withObject("/resources");
  }

  private static void putDefault(ObjectNode json, String field, String value) {
    if (!json.has(field)) {
      json.put(field, value);
    }
  }
}
