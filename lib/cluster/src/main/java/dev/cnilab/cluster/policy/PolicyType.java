package dev.cnilab.cluster.policy;

import java.util.Locale;

/** The two directions in which a policy may isolate a pod. */
public enum PolicyType {
  INGRESS("Ingress", "from"),
  EGRESS("Egress", "to");

  private final String type;
  private final String peers;

  PolicyType(String type, String peers) {
    this.type = type;
    this.peers = peers;
  }

  /** The word in {@code policyTypes}. */
  public String type() {
    return type;
  }

  /** The field of a rule that lists its peers. */
  String peers() {
    return peers;
  }

  /** The field of the spec that lists the rules. */
  public String field() {
    return name().toLowerCase(Locale.ROOT);
  }
}
