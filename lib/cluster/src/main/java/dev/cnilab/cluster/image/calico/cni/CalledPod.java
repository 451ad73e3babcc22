package dev.cnilab.cluster.image.calico.cni;

import dev.cnilab.cluster.cni.plugin.call.CmdArgs;
import dev.cnilab.cluster.object.Digest;
import java.util.HashMap;
import java.util.Map;

/** The pod that a plugin is called for. */
public record CalledPod(String namespace, String pod) {
  private static final int HASH_LETTERS = 11;

  /** Reads CNI_ARGS. */
  static CalledPod of(CmdArgs args) {
    Map<String, String> values = arguments(args);
    return new CalledPod(
        values.getOrDefault("K8S_POD_NAMESPACE", ""), values.getOrDefault("K8S_POD_NAME", ""));
  }

  /** The pairs of CNI_ARGS. */
  static Map<String, String> arguments(CmdArgs args) {
    Map<String, String> values = new HashMap<>();
    String text = args.process().environment().getOrDefault("CNI_ARGS", "");
    for (String pair : text.split(";", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        values.put(pair.substring(0, equals), pair.substring(equals + 1));
      }
    }
    return values;
  }

  /** The name of the veth pair's end on the node: {@code cali} and a part of a SHA-1. */
  public String hostLink() {
    return "cali" + Digest.SHA_1.hex(namespace + "." + pod).substring(0, HASH_LETTERS);
  }

  /** The name of its WorkloadEndpoint, in which single dashes separate the parts. */
  String endpoint(String node, String ifName) {
    return node.replace("-", "--") + "-k8s-" + pod.replace("-", "--") + "-" + ifName;
  }
}
