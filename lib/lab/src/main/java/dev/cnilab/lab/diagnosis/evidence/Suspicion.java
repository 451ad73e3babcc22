package dev.cnilab.lab.diagnosis.evidence;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A cause that is apparently present.
 *
 * @param cause its name: {@code no-configuration}
 * @param where {@code node worker-1}, or {@code service shop/db}
 * @param rank lower is closer to the root: 1 is a wrong configuration, 9 a consequence of other
 *     causes
 * @param clues its evidence
 * @param next the command that shows it
 * @param repair what to do
 * @param command the repair as a line of bash, run in the checkout; empty if it needs a decision
 */
public record Suspicion(
    String cause,
    String where,
    int rank,
    List<Clue> clues,
    String next,
    String repair,
    String command) {

  /** The first rank of symptoms, which show what fails but not why. */
  public static final int SYMPTOM = 8;

  public Suspicion {
    clues = List.copyOf(clues);
  }

  public static Suspicion of(String cause, String where, Clue clue, String next, String repair) {
    return new Suspicion(cause, where, 1, List.of(clue), next, repair, "");
  }

  /** Whether it is only a symptom. */
  public boolean isSymptom() {
    return rank >= SYMPTOM;
  }

  /**
   * The same, with the commands that repair it.
   *
   * @param lines empty ones are left out
   */
  public Suspicion by(String... lines) {
    String all = Stream.of(lines).filter(line -> !line.isEmpty()).collect(Collectors.joining("; "));
    return new Suspicion(cause, where, rank, clues, next, repair, all);
  }

  /** The same with more evidence. */
  public Suspicion also(Stream<Clue> more) {
    return new Suspicion(
        cause, where, rank, Stream.concat(clues.stream(), more).toList(), next, repair, command);
  }

  /** The same, ranked as a possible consequence of others. */
  public Suspicion ranked(int lower) {
    return new Suspicion(cause, where, lower, clues, next, repair, command);
  }
}
