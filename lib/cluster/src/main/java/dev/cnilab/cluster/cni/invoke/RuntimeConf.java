package dev.cnilab.cluster.cni.invoke;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.cri.Deadline;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a runtime passes to a plugin in addition to its configuration.
 *
 * @param netns the network namespace's path; empty if it is gone
 * @param args the pairs of CNI_ARGS, in order
 * @param capabilityArgs for {@code runtimeConfig}, by the capability that a plugin must declare
 * @param deadline when a plugin that still runs is killed
 */
public record RuntimeConf(
    String containerId,
    String netns,
    String ifName,
    Map<String, String> args,
    ObjectNode capabilityArgs,
    Deadline deadline) {

  /** The pairs in the form of CNI_ARGS. */
  String argsText() {
    return args.entrySet().stream()
        .map(pair -> pair.getKey() + "=" + pair.getValue())
        .collect(Collectors.joining(";"));
  }
}
