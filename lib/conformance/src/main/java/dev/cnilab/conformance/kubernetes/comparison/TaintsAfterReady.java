package dev.cnilab.conformance.kubernetes.comparison;

import dev.cnilab.conformance.kubernetes.capture.Transcript;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The taint that evicts from a node which is not ready goes a little later than the one that
 * prevents scheduling: when the node controller looks next, which is every 5 s. Within that time a
 * description of the node shows it or not, in either of two answers.
 *
 * @param isRecent whether a node had become ready just before one of the commands was typed
 */
record TaintsAfterReady(boolean isRecent) {
  private static final Pattern TAINTS =
      Pattern.compile("\\s*Taints: +(<none>|node\\.kubernetes\\.io/not-ready:NoExecute)\\s*");
  private static final Pattern READY =
      Pattern.compile("(?m)^ +Ready +True +\\w{3}, .*? \\+0000 +(\\w{3}, .*? \\+0000) .*");
  private static final DateTimeFormatter MAIL =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss Z", Locale.ROOT);

  /** The period of the node controller, and as long for when exactly the person looked. */
  private static final Duration LATER = Duration.ofSeconds(10);

  static TaintsAfterReady of(Transcript.Typed typed, Instant now) {
    Matcher ready = READY.matcher(typed.output());
    return new TaintsAfterReady(
        ready.find()
            && Duration.between(MAIL.parse(ready.group(1), Instant::from), now).compareTo(LATER)
                <= 0);
  }

  /** The same for two answers: in the other session the node may have been ready later. */
  TaintsAfterReady or(TaintsAfterReady other) {
    return new TaintsAfterReady(isRecent || other.isRecent);
  }

  /** Whether it is chance which taints a line shows. */
  boolean isByChance(String line) {
    return isRecent && TAINTS.matcher(line).matches();
  }
}
