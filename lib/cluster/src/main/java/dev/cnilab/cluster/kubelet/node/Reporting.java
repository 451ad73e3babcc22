package dev.cnilab.cluster.kubelet.node;

import java.time.Duration;

/**
 * How often a kubelet reports its node.
 *
 * @param look nodeStatusUpdateFrequency: how often it checks whether the status has changed
 * @param report nodeStatusReportFrequency: how often it sends an unchanged one
 * @param lease nodeLeaseDurationSeconds; it is renewed four times in that time
 */
public record Reporting(Duration look, Duration report, Duration lease) {
  /** The values without a configuration. */
  public static final Reporting DEFAULT =
      new Reporting(Duration.ofSeconds(10), Duration.ofMinutes(5), Duration.ofSeconds(40));

  Duration renewal() {
    return lease.dividedBy(4);
  }
}
