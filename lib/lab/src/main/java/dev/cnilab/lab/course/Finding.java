package dev.cnilab.lab.course;

/**
 * The result of a look at the cluster.
 *
 * @param found what is there, with its values
 * @param next what to look at next; empty if the expectation is met
 */
public record Finding(boolean met, String found, String next) {

  public static Finding met(String found) {
    return new Finding(true, found, "");
  }

  public static Finding missed(String found, String next) {
    return new Finding(false, found, next);
  }
}
