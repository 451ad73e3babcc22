package dev.cnilab.cluster.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.cluster.tls.Authority;
import dev.cnilab.cluster.tls.KeyType;
import dev.cnilab.cluster.tls.NewRequest;
import dev.cnilab.cluster.tls.ServerCertificate;
import dev.cnilab.netsim.address.Ipv4Address;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Approved requests are signed. */
class SigningTest {
  /** Made by openssl for ann of the group staff, with an RSA key. */
  private static final String REQUEST =
      "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlJQ1l6Q0NBVXNDQVFBd0hqRU9NQXdH"
          + "QTFVRUNnd0ZjM1JoWm1ZeEREQUtCZ05WQkFNTUEyRnViakNDQVNJdwpEUVlKS29aSWh2Y05BUUVCQlFB"
          + "RGdnRVBBRENDQVFvQ2dnRUJBS3VDMmZOZTBCYVJNOUFORHBMVkFFMHB2UG9hCkJPTlpaVzlSZ2JlWW4y"
          + "RVFkSGFFQkRDT3pCVnVaaDV5elRocmhZdCtBRHIrN0hlZ0JvN0o2aVNNSDc3UTlaYUQKWE4wd1ZDaXhX"
          + "TXhxZEpFZXNhVlRiaEpXb2VNd1p6aVVlZDFJTzA3SFBQY0hNUDU1Z0R4aXk2RmtNU0xEMVFOWAphRmVQ"
          + "eVNza0xKamM2ait2TmluY3k4TmZ6VXZkaGNCdzFiVS9pVGU3Y0lYUEZmRS9KUjNFTXFzNm1pcTJjZFdv"
          + "Cm1tOUVrYmM2dWkxZmFOazBhdW1iL0tBaVRIWlB3NkJ1eDBHNmxHQ253WW1pMXVFOVI0clh4TVAyT05i"
          + "L0xCUHcKdXFEbmN6bXdZTmFBRVBxUWZjdWFOY3dISzRBR1hQZlhndno5VnkrKytzZnlFNEtDbnVXUVJo"
          + "bVZRRU1DQXdFQQpBYUFBTUEwR0NTcUdTSWIzRFFFQkN3VUFBNElCQVFCMklneVd3OGJFSHk2WW1jSHU5"
          + "VWdHcXhqMGQwVmNndmFoCk9vbmdIQ3hqRXBZRTB1K2IzNXFvcDU1YlhMK0lNTkVlZzM2MVFlTU5zaEVW"
          + "eWtnZVJEYkY1QjBpMVVFMTFZNWoKYXUydnkvZHZERWtOK3N3VTh4ME5zUVNyc0Z4N3krT3NjZDMreE56"
          + "LzZvcVN6Y0JLUkJSaFBkK28zYkN6ZHFmbgo5MnJtd1hoaDdreXpYN09GaE1ybHhDa0EyblNLVWVTWkhR"
          + "aGxNQllJRks1QTV6MDA1UkxPVUk1SThJOUpPdUk0Cnp1OVE3eVkwSHR4d3Z0QjlGeGFlK055ZHpRdldT"
          + "amhTczZhT3R0Wms1UVRvRUljUGQ5UGxVcW55d2kwNk5rUDcKU2pUMjhMaFBlZUI4MlhuajhBa0pSSnhE"
          + "bHhmaHJtUnpFdXdydE43SVN0dE1YMkZrZEJ5YQotLS0tLUVORCBDRVJUSUZJQ0FURSBSRVFVRVNULS0t"
          + "LS0K";

  @AutoClose private ControlPlane plane;

  @BeforeEach
  void start() {
    plane = new ControlPlane();
  }

  private void request(String usage) {
    request(REQUEST, "kubernetes.io/kube-apiserver-client", usage);
  }

  private void request(String request, String signer, String usages) {
    plane.create(
        ResourceTypes.CERTIFICATE_SIGNING_REQUESTS,
        ("{metadata: {name: ann}, spec: {signerName: %s, expirationSeconds: 3600, usages: [%s],"
                + " request: %s}}")
            .formatted(signer, usages, request));
  }

  private X509Certificate certificate() throws CertificateException {
    byte[] pem = Base64.getDecoder().decode(answer().text("/status/certificate"));
    return (X509Certificate)
        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pem));
  }

  private void decide(String decision) {
    plane.run(
        api ->
            api.updateSubresource(
                ResourceTypes.CERTIFICATE_SIGNING_REQUESTS,
                answer()
                    .edit(
                        json ->
                            json.withObject("/status")
                                .putArray("conditions")
                                .addObject()
                                .put("type", decision)
                                .put("status", "True")
                                .put("reason", "Test")),
                "approval"));
    plane.pass(Duration.ofSeconds(1));
  }

  private KubeObject answer() {
    return plane.call(api -> api.get(ResourceTypes.CERTIFICATE_SIGNING_REQUESTS, "", "ann"));
  }

  @Test
  void an_approved_request_is_signed_for_its_requested_duration() throws CertificateException {
    request("client auth");
    assertThat(answer().text("/status/certificate")).isEmpty();

    decide("Approved");

    X509Certificate certificate = certificate();
    assertThat(certificate.getSubjectX500Principal().getName()).contains("CN=ann", "O=staff");
    assertThat(certificate.getIssuerX500Principal().getName()).isEqualTo("CN=kubernetes");
    assertThat(certificate.getPublicKey().getAlgorithm()).isEqualTo("RSA");
    assertThat(certificate.getNotAfter().getTime() - certificate.getNotBefore().getTime())
        .isEqualTo(Duration.ofMinutes(65).toMillis());
  }

  @Test
  void a_certificate_has_the_usages_and_names_of_its_request() throws CertificateException {
    NewRequest kubelet =
        NewRequest.of(
            new Authority.Subject("system:node:worker-1", List.of("system:nodes")),
            new ServerCertificate.Names(
                "", List.of("worker-1"), List.of(Ipv4Address.parse("172.30.0.12"))));
    request(kubelet.base64(), "kubernetes.io/kubelet-serving", "digital signature, server auth");

    decide("Approved");

    X509Certificate certificate = certificate();
    assertThat(certificate.getKeyUsage()).startsWith(true, false, false);
    assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
    assertThat(certificate.getSubjectAlternativeNames())
        .containsExactly(List.of(2, "worker-1"), List.of(7, "172.30.0.12"));
  }

  @Test
  void a_denied_request_is_not_signed() {
    request("client auth");
    decide("Denied");

    assertThat(answer().text("/status/certificate")).isEmpty();
  }

  @Test
  void a_request_that_does_not_fit_its_signer_fails() {
    request("server auth");
    decide("Approved");

    assertThat(answer().text("/status/conditions/1/type")).isEqualTo("Failed");
    assertThat(answer().text("/status/certificate")).isEmpty();
  }

  @Test
  void a_pod_certificate_request_is_deleted_after_15_minutes() {
    Random random = new Random(1);
    byte[] stub = KeyType.ED25519.request(KeyType.ED25519.generate(random), random);
    plane.create(
        ResourceTypes.POD_CERTIFICATE_REQUESTS,
        """
        {metadata: {name: r, namespace: default}, spec: {signerName: a.b/c, podName: p, podUID: u,
          serviceAccountName: s, serviceAccountUID: u, nodeName: n, nodeUID: u,
          stubPKCS10Request: %s}}
        """
            .formatted(Base64.getEncoder().encodeToString(stub)));
    plane.pass(Duration.ofMinutes(14));
    assertThat(plane.list(ResourceTypes.POD_CERTIFICATE_REQUESTS)).hasSize(1);
    plane.pass(Duration.ofMinutes(2));
    assertThat(plane.list(ResourceTypes.POD_CERTIFICATE_REQUESTS)).isEmpty();
  }
}
