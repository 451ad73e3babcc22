package dev.cnilab.cluster.kubelet.admission;

/** Why a kubelet refuses a pod: the reason in its status, and a message. */
public record PodRefusal(String reason, String message) {
  /** A refusal by a check that the scheduler makes as well. */
  static PodRefusal predicate(String name, String why) {
    return new PodRefusal(name, "Predicate " + name + " failed: " + why);
  }
}
