package dev.cnilab.lab.address;

import dev.cnilab.lab.nodefault.NodeState;
import dev.cnilab.lab.shell.Node;
import dev.cnilab.lab.shell.Output;
import dev.cnilab.lab.shell.Range;
import java.util.List;

/**
 * The addresses of one node.
 *
 * @param podCidr the node's podCIDR
 * @param range the range from which its plugin allocates addresses, as written down by flannel's
 *     agent
 * @param usable the number of pod addresses in that range
 * @param maxPods the kubelet's limit on the number of pods
 * @param taken the allocated addresses
 * @param leaked those of them that no pod has
 * @param output the output of the look at the node
 */
public record Allocation(
    String node,
    String podCidr,
    String range,
    int usable,
    int maxPods,
    List<String> taken,
    List<String> leaked,
    Output output) {

  public Allocation {
    taken = List.copyOf(taken);
    leaked = List.copyOf(leaked);
  }

  /** The allocation on a node in this state. */
  public static Allocation of(NodeState state) {
    Node node = state.node();
    String written = state.facts().subnet();
    String range = written.isEmpty() ? node.podCidr() : written;
    return new Allocation(
        node.name(),
        node.podCidr(),
        range,
        Range.of(range).podAddressCount(),
        node.maxPods(),
        state.facts().taken(),
        state.leaked(),
        state.facts().output());
  }

  /** The number of addresses in use by pods. */
  public int used() {
    return taken.size() - leaked.size();
  }

  public int free() {
    return Math.max(0, usable - taken.size());
  }
}
