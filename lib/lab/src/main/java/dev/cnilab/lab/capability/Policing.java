package dev.cnilab.lab.capability;

import dev.cnilab.lab.network.Ping;
import dev.cnilab.lab.place.Pod;
import dev.cnilab.lab.scene.Scene;
import dev.cnilab.lab.view.Cell;

/**
 * Whether a NetworkPolicy is enforced.
 *
 * @param under pings to a pod while a policy denies them
 */
public record Policing(Ping under) {

  private static final String THREE_PINGS = "-c 3 -i 0.2 -W 1";

  /** Agents need a moment to turn a policy into rules, and as long to take them back. */
  private static final String AGENTS_DELAY = "sleep 2";

  private static final String NAME = "networkpolicy/probe";
  private static final String DENY =
      """
      apiVersion: networking.k8s.io/v1
      kind: NetworkPolicy
      metadata:
        name: probe
      spec:
        podSelector:
          matchLabels:
            app: nettest
        policyTypes: [Ingress, Egress]
      """;

  /**
   * Denies everything to the nettest pods for a moment, and pings from one to the other. The pings
   * start afterwards, because what is under way already is let through.
   */
  static Policing of(Scene scene, Pod from, Pod to) {
    scene.changes().apply(DENY);
    from.sh(AGENTS_DELAY);
    try {
      return new Policing(scene.probes().ping(from, to.ip(), THREE_PINGS));
    } finally {
      scene.changes().delete(NAME);
      from.sh(AGENTS_DELAY);
    }
  }

  public boolean enforced() {
    return under.received() == 0;
  }

  /** In one word: {@code enforced} or {@code ignored}. */
  public String word() {
    return enforced() ? "enforced" : "ignored";
  }

  Cell cell() {
    String evidence =
        "under a deny-all %d of %d pings are answered".formatted(under.received(), under.sent());
    return enforced() ? Cell.good(word() + "\n" + evidence) : Cell.bad(word() + "\n" + evidence);
  }
}
