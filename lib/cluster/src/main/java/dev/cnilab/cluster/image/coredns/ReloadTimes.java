package dev.cnilab.cluster.image.coredns;

import dev.cnilab.cluster.image.coredns.corefile.CorefileException;
import dev.cnilab.cluster.image.coredns.corefile.Directive;
import dev.cnilab.cluster.log.GoDuration;
import java.time.Duration;
import java.util.List;

/**
 * How often {@code reload} looks at the Corefile.
 *
 * @param interval between two looks
 * @param jitter by how much it may differ, at most half the interval
 */
record ReloadTimes(Duration interval, Duration jitter) {
  static final ReloadTimes DEFAULT =
      new ReloadTimes(Duration.ofSeconds(30), Duration.ofSeconds(15));

  private static final Duration LEAST_INTERVAL = Duration.ofSeconds(2);
  private static final Duration LEAST_JITTER = Duration.ofSeconds(1);

  /**
   * Reads them from a Corefile.
   *
   * @throws CorefileException with CoreDNS's words if they are none
   */
  static ReloadTimes of(Directive directive) throws CorefileException {
    List<String> arguments = directive.arguments();
    if (arguments.size() > 2) {
      throw directive.wrongArguments(directive.line(), arguments.getLast());
    }
    Duration interval =
        arguments.isEmpty() ? DEFAULT.interval : time(directive, arguments.getFirst());
    if (interval.compareTo(LEAST_INTERVAL) < 0) {
      throw directive.refusal("interval value must be greater or equal to 2s");
    }
    Duration jitter = arguments.size() < 2 ? DEFAULT.jitter : time(directive, arguments.getLast());
    if (!jitter.isZero() && jitter.compareTo(LEAST_JITTER) < 0) {
      throw directive.refusal("jitter value must be 0 or greater or equal to 1s");
    }
    Duration half = interval.dividedBy(2);
    return new ReloadTimes(interval, jitter.compareTo(half) > 0 ? half : jitter);
  }

  private static Duration time(Directive directive, String text) throws CorefileException {
    return GoDuration.parse(text)
        .orElseThrow(() -> directive.refusal(GoDuration.complaint(text).orElse(text)));
  }
}
