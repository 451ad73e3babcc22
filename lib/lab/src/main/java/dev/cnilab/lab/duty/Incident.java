package dev.cnilab.lab.duty;

import dev.cnilab.lab.fault.Outline;
import dev.cnilab.lab.oncall.VerifyCommand;
import java.util.List;

/**
 * A fault on a cluster, among what else a cluster has.
 *
 * @param seed what it follows from
 * @param plugin the network plugin of the cluster
 * @param noise names of workloads that have nothing to do with it
 */
public record Incident(long seed, Outline fault, String plugin, List<String> noise) {

  public Incident {
    noise = List.copyOf(noise);
  }

  /** The worker that is hit, 1 or 2. */
  int victim() {
    return VerifyCommand.victim(fault.name());
  }

  /** The line that starts it again. */
  public String typed() {
    return "./lab oncall --seed " + seed;
  }
}
