package dev.cnilab.lab.diagnosis.evidence;

import java.util.List;

/**
 * A cause that is there, as far as can be seen.
 *
 * @param cause the word for it: {@code no-configuration}
 * @param where {@code node worker-1}, or {@code service shop/db}
 * @param rank lower is nearer to the root: 1 is something set up wrongly, 9 what follows from
 *     others
 * @param clues what it rests on
 * @param next the command that shows it
 * @param repair what to do
 */
public record Suspicion(
    String cause, String where, int rank, List<Clue> clues, String next, String repair) {

  /** The rank from which on it is seen what fails, and not why. */
  public static final int SYMPTOM = 8;

  public Suspicion {
    clues = List.copyOf(clues);
  }

  public static Suspicion of(String cause, String where, Clue clue, String next, String repair) {
    return new Suspicion(cause, where, 1, List.of(clue), next, repair);
  }

  /** Whether it only says what fails. */
  public boolean isSymptom() {
    return rank >= SYMPTOM;
  }

  /** The same, as one that may follow from others. */
  public Suspicion ranked(int lower) {
    return new Suspicion(cause, where, lower, clues, next, repair);
  }
}
