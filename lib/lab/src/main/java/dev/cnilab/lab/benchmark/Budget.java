package dev.cnilab.lab.benchmark;

import java.time.Duration;

/**
 * What a program has for an incident.
 *
 * @param time after which it is ended
 * @param commands after which all that it asks the cluster is refused, as {@link Commands} counts
 */
public record Budget(Duration time, int commands) {

  /** More commands than anybody types. */
  public static final int UNLIMITED = Integer.MAX_VALUE;

  boolean isLimited() {
    return commands < UNLIMITED;
  }
}
