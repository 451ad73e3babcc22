package dev.cnilab.lab.policy;

/** Out of the one pod, or into the other. */
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

  /** As in policyTypes. */
  String type() {
    return type;
  }

  /** Where a policy keeps its rules. */
  String rules() {
    return rules;
  }

  /** Where a rule keeps its peers. */
  String peers() {
    return peers;
  }

  /** In running text. */
  public String word() {
    return type.toLowerCase(java.util.Locale.ROOT);
  }
}
