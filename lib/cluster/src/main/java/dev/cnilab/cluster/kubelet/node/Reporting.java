package dev.cnilab.cluster.kubelet.node;

import java.time.Duration;

/**
 * How often a kubelet reports its node.
 *
 * @param look nodeStatusUpdateFrequency: how often it looks whether the status has changed
 * @param report nodeStatusReportFrequency: how often it sends one that has not changed
 * @param lease nodeLeaseDurationSeconds; it is renewed four times in that time
 */
public record Reporting(Duration look, Duration report, Duration lease) {
  /** As without a configuration. */
  public static final Reporting DEFAULT =
      new Reporting(Duration.ofSeconds(10), Duration.ofMinutes(5), Duration.ofSeconds(40));

  Duration renewal() {
    return lease.dividedBy(4);
  }
}
