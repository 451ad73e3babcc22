package dev.cnilab.lab.network;

import java.util.Optional;

/**
 * A veth pair, a pod's only connection.
 *
 * @param pod its pod, empty if no pod has its address
 * @param namespace the pod's network namespace, as {@code ip netns list} names it
 * @param podEnd eth0 in the pod
 * @param nodeEnd the other end on the node, if it exists
 */
public record VethPair(
    String pod, String namespace, Interface podEnd, Optional<Interface> nodeEnd) {

  /** Whether packets get from the pod to a bridge. */
  public boolean isPlugged() {
    return nodeEnd.filter(end -> end.hasCarrier() && !end.master().isEmpty()).isPresent()
        && podEnd.hasCarrier();
  }

  /** What is wrong with it, in a few words; empty if nothing is. */
  public String fault() {
    if (nodeEnd.isEmpty()) {
      return "no other end on the node";
    }
    if (!nodeEnd.get().isUp()) {
      return nodeEnd.get().name() + " is switched off";
    }
    if (!podEnd.hasCarrier()) {
      return podEnd.name() + " has no carrier";
    }
    return nodeEnd.get().master().isEmpty() ? nodeEnd.get().name() + " is in no bridge" : "";
  }
}
