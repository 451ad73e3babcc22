package dev.cnilab.lab.inventory;

/**
 * One thing that was left.
 *
 * @param where a namespace or a node
 * @param what {@code pod/nettest-1}, a file, an address
 * @param removal the line that removes it; empty if it is not the course's
 */
public record Item(String where, String what, String removal) {

  /** Whether the course has made it. */
  public boolean isOfTheCourse() {
    return !removal.isEmpty();
  }
}
