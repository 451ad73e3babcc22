package dev.cnilab.lab.oncall.incident;

import dev.cnilab.lab.fault.Ground;
import dev.cnilab.lab.fault.Outline;
import dev.cnilab.lab.stage.Stage;
import java.util.List;

/**
 * A fault on a cluster with other workloads.
 *
 * @param seed determines the incident
 * @param ground the network plugin and the kube-proxy of the cluster
 * @param noise names of unrelated workloads
 */
public record Incident(long seed, Outline fault, Ground ground, List<String> noise) {

  public Incident {
    noise = List.copyOf(noise);
  }

  /** The number of the affected worker, 1 or 2. */
  int victim() {
    return Stage.victim(fault.name());
  }

  public String plugin() {
    return ground.plugin();
  }

  /** The line that starts the incident again. */
  public String typed() {
    return "./lab oncall --seed " + seed;
  }
}
