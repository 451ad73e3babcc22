package dev.cnilab.cluster.kubelet.admission;

/** Why a kubelet does not run a pod: the reason in its status, and what follows in words. */
public record Refusal(String reason, String message) {
  /** One by a check that the scheduler makes as well. */
  static Refusal predicate(String name, String why) {
    return new Refusal(name, "Predicate " + name + " failed: " + why);
  }
}
