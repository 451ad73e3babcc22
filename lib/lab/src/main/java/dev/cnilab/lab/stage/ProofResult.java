package dev.cnilab.lab.stage;

/**
 * The result of a fault's proof.
 *
 * @param complaint what failed; empty if nothing did
 * @param quiet whether a diagnosis found nothing before the fault was made
 * @param first whether a diagnosis named exactly what is wrong, the right cause first, once it was
 *     made
 */
public record ProofResult(String complaint, boolean quiet, boolean first) {

  public boolean holds() {
    return complaint.isEmpty();
  }
}
