package dev.cnilab.cluster.apiserver.admission;

/** Looks at a write whose object is complete, and refuses it or says something to it. */
@FunctionalInterface
public interface ValidatingAdmission {
  /**
   * Looks at a write.
   *
   * @throws dev.cnilab.cluster.client.ApiException if it may not be
   */
  void validate(AdmissionRequest request);
}
