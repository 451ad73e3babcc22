package dev.cnilab.cluster.apiserver.admission.security;

/**
 * What a check finds wrong with a pod.
 *
 * @param reason which rule, such as {@code host namespaces}
 * @param detail where
 */
record Violation(String reason, String detail) {
  @Override
  public String toString() {
    return reason + " (" + detail + ")";
  }
}
