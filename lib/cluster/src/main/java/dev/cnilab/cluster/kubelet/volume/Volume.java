package dev.cnilab.cluster.kubelet.volume;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.kubelet.pod.Pod;
import dev.cnilab.cluster.object.value.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A volume of a pod.
 *
 * @param type the field of the specification that determines its type, such as {@code configMap}
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

  /** The directory with a subdirectory for each pod. */
  static final String PODS = "/var/lib/kubelet/pods";

  /** The volumes of a pod. */
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

  /** Its name in log lines. */
  String uniqueName() {
    return plugin() + "/" + pod.uid() + "-" + name;
  }

  /** Its path on the node: one given by the pod, or a directory of the kubelet. */
  public String path() {
    return type.equals("hostPath")
        ? source.path("path").asText()
        : directory(pod.uid()) + "/volumes/" + plugin().replace('/', '~') + "/" + name;
  }

  /** Whether it is in memory rather than on the disk. */
  public boolean isInMemory() {
    return type.equals("emptyDir")
        ? source.path("medium").asText("").equals("Memory")
        : WRITTEN_BY_KUBELET.contains(type) && !type.equals("configMap");
  }

  /** Whether only the kubelet writes to it: what containers wrote there would be lost. */
  boolean isReadOnly() {
    return WRITTEN_BY_KUBELET.contains(type);
  }

  /** The permissions of its directory: open to everyone, and sticky for a tmpfs. */
  int permissions() {
    return isInMemory() ? 01777 : 0777;
  }

  /** The size limit of an emptyDir, in bytes; empty if it has none, or 0. */
  public OptionalLong sizeLimit() {
    long limit = Quantity.units(source.path("sizeLimit").asText("0"));
    return limit > 0 ? OptionalLong.of(limit) : OptionalLong.empty();
  }

  /** The kubelet's directory of a pod. */
  static String directory(String podUid) {
    return PODS + "/" + podUid;
  }
}
