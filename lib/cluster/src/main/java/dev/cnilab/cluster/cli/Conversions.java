package dev.cnilab.cluster.cli;

import dev.cnilab.cluster.bootstrap.Cni;
import dev.cnilab.netsim.loop.Pace;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;

/**
 * Converts the words on the command line; throws an {@link IllegalArgumentException} for an invalid
 * one, whose message says what to write instead.
 */
public final class Conversions {
  static final String REAL_TIME = "real-time";
  private static final int MOST_PORTS = 65_535;
  private static final String ON_DEMAND = "on-demand";

  private Conversions() {}

  public static Cni cni(String text) {
    return Cni.find(text)
        .orElseThrow(
            () -> new IllegalArgumentException(Nearest.complaint("CNI", text, Cni.names())));
  }

  static Pace pace(String text) {
    return switch (text) {
      case REAL_TIME -> Pace.REAL_TIME;
      case ON_DEMAND -> Pace.ON_DEMAND;
      default ->
          throw new IllegalArgumentException(
              Nearest.complaint("pace", text, List.of(REAL_TIME, ON_DEMAND)));
    };
  }

  static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException malformed) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is no time; write it like 2026-01-01T00:00:00Z", malformed);
    }
  }

  static int port(String text) {
    long number = number(text);
    if (number < 0 || number > MOST_PORTS) {
      throw new IllegalArgumentException(
          text + " is no port; choose one from 1 to 65535, or 0 for any that is free");
    }
    return (int) number;
  }

  static long number(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException malformed) {
      throw new IllegalArgumentException("\"" + text + "\" is no whole number", malformed);
    }
  }
}
