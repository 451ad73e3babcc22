package dev.cnilab.lab.fault;

/**
 * What is wrong, and where: the answer to a fault.
 *
 * @param cause its name in a diagnosis: {@code no-configuration}
 * @param where {@code node worker-1}, or {@code networkpolicy shop/deny-all}
 */
public record Culprit(String cause, String where) {

  @Override
  public String toString() {
    return cause + " at " + where;
  }
}
