package dev.cnilab.lab.inventory;

/**
 * Something left behind.
 *
 * @param where a namespace or a node
 * @param what {@code pod/nettest-1}, a file, an address
 * @param removal the line that removes it; empty if it does not belong to the course
 */
public record Item(String where, String what, String removal) {

  /** Whether the course has created it. */
  public boolean isOfTheCourse() {
    return !removal.isEmpty();
  }
}
