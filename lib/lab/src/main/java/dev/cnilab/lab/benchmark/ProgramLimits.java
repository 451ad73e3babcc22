package dev.cnilab.lab.benchmark;

import java.time.Duration;

/**
 * A program's limits for an incident.
 *
 * @param time after which it is killed
 * @param commands after which all its requests to the cluster are refused, counted as in {@link
 *     Commands}
 */
public record ProgramLimits(Duration time, int commands) {

  /** More commands than anyone types. */
  public static final int UNLIMITED = Integer.MAX_VALUE;

  boolean isLimited() {
    return commands < UNLIMITED;
  }
}
