package dev.cnilab.cluster.controller.certificate;

import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.controller.work.ObjectKey;
import dev.cnilab.cluster.object.Conditions;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.cluster.object.value.Base64Text;
import dev.cnilab.cluster.tls.PemText;
import dev.cnilab.cluster.tls.SigningRequest;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Optional;

/** A CertificateSigningRequest and what has been decided about it. */
record CertificateSigningRequest(KubeObject object) {

  /** The request with that key, if it still exists. */
  static Optional<CertificateSigningRequest> find(ApiClient client, ObjectKey key) {
    return client
        .find(ResourceTypes.CERTIFICATE_SIGNING_REQUESTS, "", key.name())
        .map(CertificateSigningRequest::new);
  }

  String signer() {
    return object.text("/spec/signerName");
  }

  boolean isSigned() {
    return !object.text("/status/certificate").isEmpty();
  }

  /** Whether it has a condition: Approved, Denied or Failed. */
  boolean is(String decision) {
    return Conditions.find(object.at("/status/conditions"), decision).isPresent();
  }

  /**
   * What is requested.
   *
   * @throws GeneralSecurityException if it cannot be read
   */
  SigningRequest content() throws GeneralSecurityException {
    return SigningRequest.parse(Base64Text.decoded(object.text("/spec/request")));
  }

  /** The certificate that was issued. */
  Optional<X509Certificate> certificate() {
    return PemText.certificate(Base64Text.decoded(object.text("/status/certificate")));
  }
}
