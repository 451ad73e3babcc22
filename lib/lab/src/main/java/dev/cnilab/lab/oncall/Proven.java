package dev.cnilab.lab.oncall;

/**
 * What has become of the proof of a fault.
 *
 * @param complaint what does not hold; empty if all does
 * @param quiet whether a diagnosis found nothing before the fault was made
 * @param first whether one named just what is wrong, the right cause first, when it was made
 */
public record Proven(String complaint, boolean quiet, boolean first) {

  public boolean holds() {
    return complaint.isEmpty();
  }
}
