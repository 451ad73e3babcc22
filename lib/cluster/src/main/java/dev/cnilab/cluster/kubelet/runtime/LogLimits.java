package dev.cnilab.cluster.kubelet.runtime;

import java.time.Duration;

/**
 * The size limits of a container's logs.
 *
 * @param size containerLogMaxSize of a file, in bytes
 * @param files containerLogMaxFiles, including the current one
 * @param interval containerLogMonitorInterval
 */
public record LogLimits(long size, int files, Duration interval) {
  /** The values without a configuration. */
  public static final LogLimits DEFAULT = new LogLimits(10L << 20, 5, Duration.ofSeconds(10));
}
