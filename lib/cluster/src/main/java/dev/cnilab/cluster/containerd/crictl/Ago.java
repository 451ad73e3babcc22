package dev.cnilab.cluster.containerd.crictl;

import java.time.Duration;
import java.time.Instant;

/** Ages as Docker's {@code units.HumanDuration} words them. */
final class Ago {
  private Ago() {}

  static String of(Instant then, Instant now) {
    Duration age = Duration.between(then, now).plusMillis(500);
    if (age.toMinutes() < 1) {
      return age.toSeconds() + " seconds ago";
    }
    if (age.toMinutes() < 2) {
      return "About a minute ago";
    }
    if (age.toHours() < 1) {
      return age.toMinutes() + " minutes ago";
    }
    if (age.toHours() < 2) {
      return "About an hour ago";
    }
    return age.toHours() < 48 ? age.toHours() + " hours ago" : age.toDays() + " days ago";
  }
}
