package dev.cnilab.cluster.kubelet.runtime;

import java.time.Duration;

/**
 * How large the logs of a container may become.
 *
 * @param size containerLogMaxSize of a file, in bytes
 * @param files containerLogMaxFiles, the present one included
 * @param interval containerLogMonitorInterval
 */
public record LogLimits(long size, int files, Duration interval) {
  /** As without a configuration. */
  public static final LogLimits DEFAULT = new LogLimits(10L << 20, 5, Duration.ofSeconds(10));
}
