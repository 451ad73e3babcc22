package dev.cnilab.cluster.containerd.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * How containerd attaches pods to networks.
 *
 * @param binDirs the directories of CNI plugins
 * @param confDir the directory of network configurations
 * @param most how many of its configurations are networks of every pod, in the order of their
 *     names; all of them if it is not positive
 * @param serially whether a pod is attached to one network after the other
 */
public record CniConfig(List<String> binDirs, String confDir, long most, boolean serially) {
  /** The settings without a file. */
  public static final CniConfig DEFAULT =
      new CniConfig(List.of("/opt/cni/bin"), "/etc/cni/net.d", 1, false);

  void putInto(ObjectNode json) {
    json.putArray("binDirs");
    binDirs.forEach(directory -> json.withArray("binDirs").add(directory));
    json.put("confDir", confDir);
    json.put("maxConfNum", most);
    json.put("setupSerially", serially);
  }
}
