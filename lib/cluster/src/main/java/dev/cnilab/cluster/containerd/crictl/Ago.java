package dev.cnilab.cluster.containerd.crictl;

import java.time.Duration;
import java.time.Instant;

/** Ages as Docker's {@code units.HumanDuration} words them. */
final class Ago {
  private Ago() {}

  static String of(Instant then, Instant now) {
    Duration age = Duration.between(then, now);
    long hours = age.plusMinutes(30).toHours();
    String words =
        age.toSeconds() < 1
            ? "Less than a second"
            : age.toSeconds() == 1
                ? "1 second"
                : age.toSeconds() < 60
                    ? age.toSeconds() + " seconds"
                    : age.toMinutes() == 1
                        ? "About a minute"
                        : age.toMinutes() < 60
                            ? age.toMinutes() + " minutes"
                            : hours == 1
                                ? "About an hour"
                                : hours < 48 ? hours + " hours" : hours / 24 + " days";
    return words + " ago";
  }
}
