package dev.cnilab.lab.address;

import dev.cnilab.lab.cause.NodeState;
import dev.cnilab.lab.place.Node;
import dev.cnilab.lab.place.Output;
import dev.cnilab.lab.place.Range;
import java.util.List;

/**
 * The addresses of one node.
 *
 * @param podCidr what the node was given for its pods
 * @param range what its plugin gives addresses from, as flannel's agent has written it down
 * @param usable how many pods can have an address of that range
 * @param maxPods how many pods the kubelet takes at most
 * @param taken addresses that are given away
 * @param leaked those of them that no pod has
 * @param output what a look at the node printed
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

  /** What is known of a node's addresses. */
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

  /** How many addresses pods have. */
  public int used() {
    return taken.size() - leaked.size();
  }

  public int free() {
    return Math.max(0, usable - taken.size());
  }
}
