package dev.cnilab.conformance.kubernetes.comparison;

import dev.cnilab.conformance.kubernetes.capture.PrintedTimes;
import dev.cnilab.conformance.kubernetes.capture.Transcript;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of a journal that an answer shows. {@code --since} has no fractions, so output from just
 * before the intended moment is included if it falls into the same second; {@code tail} cuts off
 * the beginning.
 *
 * @param since hours, minutes and seconds
 * @param reach how long before the command the first line was written that {@code tail} has kept
 */
record JournalWindow(Optional<String> since, Optional<Duration> reach, Instant now) {
  private static final Pattern SINCE =
      Pattern.compile("(?s)journalctl .*--since '\\d{4}-\\d\\d-\\d\\d (\\d\\d:\\d\\d:\\d\\d)'.*");
  private static final Pattern CUT = Pattern.compile("(?s).*\\| tail -(\\d+)");
  private static final Pattern LINE = Pattern.compile("\\w{3} +\\d+ (\\d\\d:\\d\\d:\\d\\d) .*");
  private static final Pattern EVENT =
      Pattern.compile("\\s*(?:Normal|Warning)\\s+\\S+\\s+(\\d+s)\\s.*");
  private static final Pattern LISTED =
      Pattern.compile("(\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ)\\s.*");
  private static final Duration A_DAY = Duration.ofDays(1);

  /** How exactly it is known when something was typed. */
  private static final Duration EXACT = Duration.ofSeconds(1);

  /** Within this time each pod that is being retried is tried once. */
  private static final Duration ROUND = Duration.ofSeconds(16);

  /** Within this time before a look it is chance whether something has been written yet. */
  private static final Duration JUST = Duration.ofSeconds(3);

  /** The window of an answer. */
  static JournalWindow of(Transcript.Typed typed, Moment moment) {
    Matcher since = SINCE.matcher(typed.command());
    Optional<Duration> reach =
        isCut(typed)
            ? typed.output().lines().findFirst().flatMap(line -> age(line, moment.now()))
            : Optional.empty();
    return new JournalWindow(
        since.matches() ? Optional.of(since.group(1)) : Optional.empty(), reach, moment.now());
  }

  /** Whether a {@code tail} has cut off the beginning of an answer. */
  static boolean isCut(Transcript.Typed typed) {
    Matcher tail = CUT.matcher(typed.command());
    return tail.matches() && typed.output().lines().count() >= Integer.parseInt(tail.group(1));
  }

  /** Whether {@code tail} has kept less than one round of all pods that are being retried. */
  boolean isShort() {
    return reach.filter(time -> time.compareTo(ROUND) < 0).isPresent();
  }

  /** Whether it is chance that another answer does not show a line of this one. */
  boolean isByChance(JournalWindow other, String line) {
    return isAtTheEdge(line) || isBeyond(other, line) || isLatest(line);
  }

  /** Whether a line of this answer was written in its first second. */
  boolean isAtTheEdge(String line) {
    Matcher written = LINE.matcher(line);
    return written.matches() && since.filter(written.group(1)::equals).isPresent();
  }

  /**
   * Whether another answer, cut at the same point as this one, would not have shown a line of this
   * one.
   */
  boolean isBeyond(JournalWindow other, String line) {
    Optional<Duration> age = age(line, now);
    return age.isPresent()
        && other.reach.filter(reach -> age.get().compareTo(reach) >= 0).isPresent();
  }

  /** Whether a line of a journal, or an event, is the most recent one. */
  boolean isLatest(String line) {
    Matcher event = EVENT.matcher(line);
    Matcher listed = LISTED.matcher(line);
    Optional<Duration> age =
        event.matches()
            ? Optional.of(PrintedTimes.age(event.group(1)))
            : listed.matches()
                ? Optional.of(Duration.between(Instant.parse(listed.group(1)), now))
                : age(line, now);
    return age.filter(each -> each.compareTo(JUST) <= 0 || isJustNow(each)).isPresent();
  }

  /** Whether a line of the journal seems to be from after the look, which was a little later. */
  private boolean isJustNow(Duration age) {
    return since.isPresent() && A_DAY.minus(age).compareTo(EXACT) <= 0;
  }

  private static Optional<Duration> age(String line, Instant now) {
    Matcher written = LINE.matcher(line);
    if (!written.matches()) {
      return Optional.empty();
    }
    Duration age =
        Duration.between(
            LocalTime.parse(written.group(1)), now.atZone(ZoneOffset.UTC).toLocalTime());
    return Optional.of(age.isNegative() ? age.plus(A_DAY) : age);
  }
}
