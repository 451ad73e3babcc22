package dev.cnilab.cluster.kubelet.node;

import java.time.Duration;

/**
 * How often a kubelet reports its node, and how much.
 *
 * @param look nodeStatusUpdateFrequency: how often it checks whether the status has changed
 * @param report nodeStatusReportFrequency: how often it sends an unchanged one
 * @param lease nodeLeaseDurationSeconds; it is renewed four times in that time
 * @param images nodeStatusMaxImages: the most images it lists; -1 for all
 */
public record Reporting(Duration look, Duration report, Duration lease, int images) {
  /** The values without a configuration. */
  public static final Reporting DEFAULT =
      new Reporting(Duration.ofSeconds(10), Duration.ofMinutes(5), Duration.ofSeconds(40), 50);

  Duration renewal() {
    return lease.dividedBy(4);
  }
}
