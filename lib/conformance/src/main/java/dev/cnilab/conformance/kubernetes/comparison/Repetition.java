package dev.cnilab.conformance.kubernetes.comparison;

import java.time.Duration;
import java.util.List;

/**
 * How often the same line occurs in two runs. What is retried repeatedly may have been tried a
 * little more or less often at the time of a look; what occurs once or twice occurs exactly as
 * often, unless one run lasted longer.
 *
 * @param captured in the captured run
 * @param answered in the other one
 * @param phase by how much they may differ because looks and attempts fall into different seconds
 */
record Repetition(int captured, int answered, int phase) {
  /** What occurs this rarely is not periodic. */
  private static final int SELDOM = 2;

  /** A sandbox is retried after 11 s or more. */
  private static final Duration BETWEEN_ATTEMPTS = Duration.ofSeconds(11);

  /** A pod that waits for the network is synced every 2 s. */
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);

  /** For lines that are written periodically: as many as there was time for. */
  static Repetition byClock(List<AnswerLine> captured, List<AnswerLine> answer, Duration apart) {
    Duration between = isAttempt(captured) ? BETWEEN_ATTEMPTS : BETWEEN_LOOKS;
    int least = Math.min(captured.size(), answer.size());
    int enough = isAttempt(captured) ? 2 : SELDOM + 1;
    int more = least == 0 ? 0 : (int) apart.dividedBy(between);
    int phase = least < enough ? more : Math.max(1 + more, least / 4);
    return new Repetition(captured.size(), answer.size(), phase);
  }

  /** For lines of a list: equally many, unless they are attempts. */
  static Repetition listed(List<AnswerLine> captured, List<AnswerLine> answer, Duration apart) {
    return isAttempt(captured)
        ? byClock(captured, answer, apart)
        : new Repetition(captured.size(), answer.size(), 0);
  }

  /** For one line that contains its own count. */
  static Repetition counted(AnswerLine captured, AnswerLine answer, Duration apart) {
    int least = Math.min(captured.count(), answer.count());
    int more = (int) apart.dividedBy(BETWEEN_LOOKS);
    return new Repetition(
        captured.count(), answer.count(), least <= SELDOM ? 0 : more + Math.max(1, least / 4));
  }

  private static boolean isAttempt(List<AnswerLine> lines) {
    return !lines.isEmpty() && lines.getFirst().isAttempt();
  }

  boolean isAlike() {
    return Math.abs(captured - answered) <= phase;
  }
}
