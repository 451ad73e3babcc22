package dev.cnilab.cluster.cni.invoke;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a runtime tells a plugin apart from its configuration.
 *
 * @param netns the network namespace's path; empty if it is gone
 * @param args the pairs of CNI_ARGS, in order
 * @param capabilityArgs for {@code runtimeConfig}, by the capability a plugin must claim
 */
public record RuntimeConf(
    String containerId,
    String netns,
    String ifName,
    Map<String, String> args,
    ObjectNode capabilityArgs) {

  /** The pairs as CNI_ARGS writes them. */
  String argsText() {
    return args.entrySet().stream()
        .map(pair -> pair.getKey() + "=" + pair.getValue())
        .collect(Collectors.joining(";"));
  }
}
