package dev.cnilab.cluster.kubelet.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.kubelet.pod.Pod;
import dev.cnilab.cluster.log.GoYaml;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;

/** Makes a static pod from the text of a manifest. */
final class Manifest {
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
    if (!(tree instanceof ObjectNode object) || !tree.path("kind").asText().equals("Pod")) {
      throw new IllegalArgumentException(unparsable(path, "invalid pod: " + tree.path("kind")));
    }
    String hash = hash(path + "\n" + node + "\n" + text);
    return new Pod(KubeObject.of(object).edit(pod -> complete(pod, hash, node, now)));
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

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException everyPlatformHasIt) {
      throw new IllegalStateException(everyPlatformHasIt);
    }
  }
}
