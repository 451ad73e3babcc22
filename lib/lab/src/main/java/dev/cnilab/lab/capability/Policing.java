package dev.cnilab.lab.capability;

import dev.cnilab.lab.network.Ping;
import dev.cnilab.lab.scene.Scene;
import dev.cnilab.lab.shell.Pod;
import dev.cnilab.lab.view.Cell;

/**
 * Whether a NetworkPolicy is enforced.
 *
 * @param before pings to a pod without a policy; if these are lost, the test proves nothing
 * @param under the same pings while a policy denies them
 */
public record Policing(Ping before, Ping under) {

  private static final String THREE_PINGS = "-c 3 -i 0.2 -W 1";

  /** Agents need a moment to turn a policy into rules, and the same time to remove them. */
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
   * Denies all traffic of the nettest pods for a moment, and pings from one to the other. The pings
   * start afterwards, because existing flows are let through.
   */
  static Policing of(Scene scene, Pod from, Pod to) {
    Ping before = scene.probes().ping(from, to.ip(), THREE_PINGS);
    scene.changes().apply(DENY);
    from.sh(AGENTS_DELAY);
    try {
      return new Policing(before, scene.probes().ping(from, to.ip(), THREE_PINGS));
    } finally {
      scene.changes().delete(NAME);
      from.sh(AGENTS_DELAY);
    }
  }

  public boolean enforced() {
    return before.received() > 0 && under.received() == 0;
  }

  /**
   * The result in one word: {@code enforced}, {@code ignored}, or {@code unknown} if pings fail
   * even without a policy.
   */
  public String word() {
    return before.received() == 0 ? "unknown" : enforced() ? "enforced" : "ignored";
  }

  Cell cell() {
    if (before.received() == 0) {
      return Cell.warning(word() + "\nno ping is answered without a policy either");
    }
    String evidence =
        "under a deny-all %d of %d pings are answered".formatted(under.received(), under.sent());
    return enforced() ? Cell.good(word() + "\n" + evidence) : Cell.bad(word() + "\n" + evidence);
  }
}
