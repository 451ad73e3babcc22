package dev.cnilab.cluster.apiserver.admission;

/** Looks at a write whose object is complete, and refuses it or warns about it. */
@FunctionalInterface
public interface ValidatingAdmission {
  /**
   * Checks a write.
   *
   * @throws dev.cnilab.cluster.client.ApiException if it is refused
   */
  void validate(AdmissionRequest request);
}
