package dev.cnilab.lab.oncall.logbook;

import java.time.Duration;

/** Formats numbers of times and durations for people. */
public final class Times {

  private Times() {}

  /** {@code once}, {@code twice}, {@code 3 times}. */
  public static String often(int times) {
    return times == 1 ? "once" : times == 2 ? "twice" : times + " times";
  }

  /** {@code 48 s}, {@code 3 min 20 s}. */
  public static String inWords(Duration time) {
    return time.toMinutes() == 0
        ? time.toSeconds() + " s"
        : time.toMinutes() + " min " + time.toSecondsPart() + " s";
  }
}
