package dev.cnilab.cluster.kubelet.volume;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.kubelet.environment.ResourceReference;
import dev.cnilab.cluster.kubelet.pod.Pod;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A volume of a pod.
 *
 * @param type the field of the specification that says what it is, such as {@code configMap}
 */
public record Volume(Pod pod, String name, String type, JsonNode source) {
  private static final Map<String, String> PLUGINS =
      Map.of(
          "emptyDir", "empty-dir",
          "hostPath", "host-path",
          "configMap", "configmap",
          "secret", "secret",
          "projected", "projected",
          "downwardAPI", "downward-api");

  private static final Set<String> WRITTEN_BY_KUBELET =
      Set.of("configMap", "secret", "projected", "downwardAPI");

  /** Where a kubelet keeps what belongs to pods, a directory for each. */
  static final String PODS = "/var/lib/kubelet/pods";

  /** Those of a pod. */
  public static List<Volume> of(Pod pod) {
    List<Volume> volumes = new ArrayList<>();
    for (JsonNode volume : pod.object().at("/spec/volumes")) {
      String name = volume.path("name").asText();
      String type =
          volume
              .propertyStream()
              .map(Map.Entry::getKey)
              .filter(field -> !field.equals("name"))
              .findFirst()
              .orElse("emptyDir");
      volumes.add(new Volume(pod, name, type, volume.path(type)));
    }
    return volumes;
  }

  /** Its plugin, as in {@code kubernetes.io/empty-dir}. */
  String plugin() {
    return "kubernetes.io/" + PLUGINS.getOrDefault(type, type);
  }

  /** How log lines name it. */
  String uniqueName() {
    return plugin() + "/" + pod.uid() + "-" + name;
  }

  /** The directory of the node it is: a path given by the pod, or one of the kubelet's own. */
  public String path() {
    return type.equals("hostPath")
        ? source.path("path").asText()
        : directory(pod.uid()) + "/volumes/" + plugin().replace('/', '~') + "/" + name;
  }

  /** Whether it is an emptyDir in memory rather than on the disk. */
  public boolean isInMemory() {
    return type.equals("emptyDir") && source.path("medium").asText("").equals("Memory");
  }

  /** Whether only the kubelet writes to it: what containers wrote there would be lost. */
  boolean isReadOnly() {
    return WRITTEN_BY_KUBELET.contains(type);
  }

  /** Of the directory it is: everybody's, and sticky if it is a tmpfs on a real node. */
  int permissions() {
    boolean onDisk = type.equals("configMap") || (type.equals("emptyDir") && !isInMemory());
    return onDisk ? 0777 : 01777;
  }

  /** How much an emptyDir may hold, in bytes; empty if that was not said, or is 0. */
  public OptionalLong sizeLimit() {
    long limit = ResourceReference.amount(source.path("sizeLimit").asText("0"));
    return limit > 0 ? OptionalLong.of(limit) : OptionalLong.empty();
  }

  /** Where a kubelet keeps what belongs to a pod. */
  static String directory(String podUid) {
    return PODS + "/" + podUid;
  }
}
