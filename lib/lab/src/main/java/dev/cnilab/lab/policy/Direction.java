package dev.cnilab.lab.policy;

/** Egress of one pod, or ingress of the other. */
public enum Direction {
  EGRESS("Egress", "/spec/egress", "/to"),
  INGRESS("Ingress", "/spec/ingress", "/from");

  private final String type;
  private final String rules;
  private final String peers;

  Direction(String type, String rules, String peers) {
    this.type = type;
    this.rules = rules;
    this.peers = peers;
  }

  /** The value in policyTypes. */
  String type() {
    return type;
  }

  /** The field of a policy's rules. */
  String rules() {
    return rules;
  }

  /** The field of a rule's peers. */
  String peers() {
    return peers;
  }

  /** The word in running text. */
  public String word() {
    return type.toLowerCase(java.util.Locale.ROOT);
  }
}
