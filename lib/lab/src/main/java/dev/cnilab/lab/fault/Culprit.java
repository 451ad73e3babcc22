package dev.cnilab.lab.fault;

/**
 * What is wrong, and where: the answer to a fault.
 *
 * @param cause the word for it, as a diagnosis gives it: {@code no-configuration}
 * @param where {@code node worker-1}, or {@code networkpolicy shop/deny-all}
 */
public record Culprit(String cause, String where) {

  @Override
  public String toString() {
    return cause + " at " + where;
  }
}
