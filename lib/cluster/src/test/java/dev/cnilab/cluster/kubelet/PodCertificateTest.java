package dev.cnilab.cluster.kubelet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.cluster.tls.Authority;
import dev.cnilab.cluster.tls.CertificateUsage;
import dev.cnilab.cluster.tls.KeyType;
import dev.cnilab.cluster.tls.SigningRequest;
import dev.cnilab.cluster.tls.der.IssuedCertificate;
import dev.cnilab.cluster.tls.der.PemBlock;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PodCertificateTest {
  private static final Duration HALF_AN_HOUR = Duration.ofMinutes(30);

  @AutoClose private final TestNode node = TestNode.started();

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = "RSA.*")
  void a_certificate_request_proves_possession_of_its_key(KeyType type)
      throws GeneralSecurityException {
    Random random = new Random(1);
    byte[] request = type.request(type.generate(random), random);
    assertThat(SigningRequest.isProven(request)).isTrue();
    request[request.length - 1] ^= 1;
    assertThat(SigningRequest.isProven(request)).isFalse();
  }

  @Test
  void a_pod_starts_once_its_certificate_is_issued() throws GeneralSecurityException {
    apply("");
    node.passSeconds(1);
    assertThat(node.events("x")).last().asString().contains("credential bundle is not issued yet");
    KubeObject request = node.only(ResourceTypes.POD_CERTIFICATE_REQUESTS);
    assertThat(request.text("/spec/podName")).isEqualTo("x");
    assertThat(request.at("/spec/maxExpirationSeconds").asInt()).isEqualTo(86_400);
    assertThat(request.text("/spec/unverifiedUserAnnotations/a.b~1c")).isEqualTo("d");

    String chain = sign(request);
    node.passSeconds(5);
    assertThat(node.events("x")).last().isEqualTo("Normal Started x1 Container started");
    assertThat(read("bundle")).isEqualTo(read("key") + chain).startsWith("-----BEGIN PRIVATE KEY");
    assertThat(read("chain")).isEqualTo(chain);
  }

  @Test
  void a_certificate_is_renewed_before_it_expires() throws GeneralSecurityException {
    apply("");
    node.passSeconds(1);
    KubeObject first = node.only(ResourceTypes.POD_CERTIFICATE_REQUESTS);
    String chain = sign(first);
    node.passSeconds(5);
    node.delete(ResourceTypes.POD_CERTIFICATE_REQUESTS, first.name());

    node.pass(HALF_AN_HOUR.plusMinutes(8));
    KubeObject second = node.only(ResourceTypes.POD_CERTIFICATE_REQUESTS);
    assertThat(second.name()).isNotEqualTo(first.name());
    assertThat(read("chain")).isEqualTo(chain);
    String renewed = sign(second);
    node.pass(Duration.ofMinutes(2));
    assertThat(read("chain")).isEqualTo(renewed).isNotEqualTo(chain);
  }

  @Test
  void a_denied_certificate_is_reported_as_permanent() {
    apply("");
    node.passSeconds(1);
    answer(node.only(ResourceTypes.POD_CERTIFICATE_REQUESTS), "Denied", Json.object());
    node.passSeconds(5);
    assertThat(node.events("x"))
        .anySatisfy(
            event ->
                assertThat(event)
                    .contains("Denied")
                    .contains("reason=\"Unwanted\", message=\"not for you\""))
        .last()
        .asString()
        .contains("was permanently denied: reason=\"Unwanted\" message=\"not for you\"");
  }

  @Test
  void a_certificate_answer_must_be_valid_and_is_immutable() throws GeneralSecurityException {
    apply("");
    node.passSeconds(1);
    KubeObject request = node.only(ResourceTypes.POD_CERTIFICATE_REQUESTS);
    assertThatThrownBy(() -> answer(request, "Issued", Json.object()))
        .hasMessageContaining("issued certificate chain must contain at least one certificate");
    assertThatThrownBy(() -> answer(request, "Else", Json.object()))
        .hasMessageContaining("supported values: \"Issued\", \"Denied\", \"Failed\"");
    sign(request);
    assertThatThrownBy(() -> answer(request, "Failed", Json.object()))
        .hasMessageContaining("immutable after PodCertificateRequest is issued, denied, or failed");
  }

  @Test
  void invalid_settings_of_a_pod_certificate_volume_are_rejected() {
    assertThatThrownBy(() -> apply("maxExpirationSeconds: 3599"))
        .hasMessageContaining("if provided, maxExpirationSeconds must be >= 3600");
    assertThatThrownBy(() -> apply("maxExpirationSeconds: 7862401"))
        .hasMessageContaining("if provided, maxExpirationSeconds must be <= 7862400");
    assertThatThrownBy(() -> apply("keyType: DSA"))
        .hasMessageContaining("Unsupported value: \"DSA\"");
  }

  private void apply(String more) {
    String type = more.startsWith("keyType") ? "" : "keyType: ECDSAP256,";
    node.apply(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: x, namespace: default}
        spec:
          nodeName: node-2
          serviceAccountName: default
          automountServiceAccountToken: false
          containers: [{name: app, image: sleeper, command: [sleep]}]
          volumes:
          - name: tls
            projected:
              sources:
              - podCertificate: {signerName: example.com/mine, %s userAnnotations: {a.b/c: d},
                  credentialBundlePath: bundle, keyPath: key, certificateChainPath: chain, %s}
        """
            .formatted(type, more));
  }

  /** Issues an hour's certificate, and returns it. */
  private String sign(KubeObject request) throws GeneralSecurityException {
    Instant now = node.call(() -> node.loop().now());
    byte[] stub = Base64.getDecoder().decode(request.text("/spec/stubPKCS10Request"));
    String chain =
        Authority.create(new Random(1), now)
            .sign(
                SigningRequest.parse(stub),
                List.of(CertificateUsage.CLIENT_AUTH),
                now,
                Duration.ofHours(1));
    IssuedCertificate leaf = IssuedCertificate.of(PemBlock.all(chain).getFirst().content());
    ObjectNode status =
        Json.object()
            .put("certificateChain", chain)
            .put("notBefore", leaf.from().toString())
            .put("notAfter", leaf.until().toString())
            .put(
                "beginRefreshAt",
                now.plus(HALF_AN_HOUR).truncatedTo(ChronoUnit.SECONDS).toString());
    answer(request, "Issued", status);
    return chain;
  }

  private void answer(KubeObject request, String type, ObjectNode status) {
    status
        .putArray("conditions")
        .addObject()
        .put("type", type)
        .put("status", "True")
        .put("reason", "Unwanted")
        .put("message", "not for you")
        .put("lastTransitionTime", "2026-01-01T00:00:00Z");
    ObjectNode patch = Json.object();
    patch.set("status", status);
    node.patchStatus(
        ResourceTypes.POD_CERTIFICATE_REQUESTS, "default", request.name(), patch.toString());
  }

  private String read(String file) {
    String path =
        "/var/lib/kubelet/pods/%s/volumes/kubernetes.io~projected/tls/%s"
            .formatted(node.pod("x").uid(), file);
    return node.call(() -> node.files().readText(path));
  }
}
