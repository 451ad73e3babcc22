package dev.cnilab.cluster.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.cluster.object.value.Base64Text;
import dev.cnilab.cluster.tls.Authority;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Certificates in texts that the server parses. */
class CertificateStatusTest {
  private static final String BUNDLES = "/apis/certificates.k8s.io/v1/clustertrustbundles";
  private static final String CERTIFICATE =
      Authority.create(new Random(1), Instant.parse("2026-01-01T00:00:00Z")).certificate();

  /** One that is signed with its own key. */
  private static final String REQUEST =
      "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlIRk1HNENBUUF3RERFS01BZ0dB"
          + "MVVFQXd3QmVEQlpNQk1HQnlxR1NNNDlBZ0VHQ0NxR1NNNDlBd0VIQTBJQQpCRzVFTFFKaStYZE1a"
          + "b2dmVWs1eUdRNXJoTktFL0NxZ29kZEhuVmJkY2VZUVpFOWZiZGh6SzQ0UEdkalJsTXBTCkY1V0Z1"
          + "OWJnMFkvbnlKMG5veHZNQnJDZ0FEQUtCZ2dxaGtqT1BRUURBZ05IQURCRUFpQVZOalRYQW9IMFVD"
          + "UWYKSjdXMUhQWXh5Y2pFTlIzTjArMEdHMW1FeCtMUDJnSWdUZWpQNTAram1NVGxYenJyMktYR3l0"
          + "QVFJLzI4VTZZVgo3NHVFVVRNR2htQT0KLS0tLS1FTkQgQ0VSVElGSUNBVEUgUkVRVUVTVC0tLS0t"
          + "Cg==";

  @AutoClose private static TestServer server;

  @BeforeAll
  static void start() {
    server = new TestServer();
  }

  /** A tilde stands for a line break, {@code <C>} for a certificate. */
  private static String text(String abbreviated) {
    return abbreviated.replace("<C>", CERTIFICATE).replace('~', '\n');
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<C>                                                  | ''",
        "before~<C>after                                        | ''",
        "x                         | at least one trust anchor must be provided",
        "<C><C>                    | duplicate trust anchor (indices [0 1])",
        "-----BEGIN FOO-----~YQ==~-----END FOO-----           | entry 0 has bad block type: FOO",
        "<C>-----BEGIN FOO-----~YQ==~-----END FOO-----~         | entry 1 has bad block type: FOO",
        "-----BEGIN FOO-----~YQ=~-----END FOO-----            | at least one trust anchor must be"
            + " provided",
        "-----BEGIN FOO-----~YQ==~-----END BAR-----           | at least one trust anchor must be"
            + " provided"
      })
  void a_trust_bundle_accepts_only_certificates_of_authorities(String abbreviated, String words) {
    String bundle = text(abbreviated);
    HttpResponse<String> answer =
        server.send(
            "POST",
            BUNDLES + "?dryRun=All",
            "application/json",
            "{\"metadata\":{\"name\":\"b\"},\"spec\":{\"trustBundle\":"
                + Json.text(TextNode.valueOf(bundle))
                + "}}");
    if (words.isEmpty()) {
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    } else {
      assertThat(Json.parse(answer.body()).path("message").asText())
          .endsWith("spec.trustBundle: Invalid value: \"<value omitted>\": " + words);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-----BEGIN CERTIFICATE-----~YQ==~-----END CERTIFICATE----- | x509: malformed certificate",
        "-----BEGIN CERTIFICATE-----~a: b~~YQ==~-----END CERTIFICATE----- | no PEM block headers"
            + " are permitted",
        "-----BEGIN CERTIFICATE-----~-----END CERTIFICATE----- | found CERTIFICATE PEM block"
            + " containing 0 certificates",
        "-----BEGIN CERTIFICATE----- | must contain at least one CERTIFICATE PEM block",
        "-----BEGIN FOO-----~YQ==~-----END FOO----- | only CERTIFICATE PEM blocks are allowed,"
            + " found \"FOO\""
      })
  void the_status_of_a_signing_request_accepts_only_certificates(String abbreviated, String words) {
    server.create(
        ResourceTypes.CERTIFICATE_SIGNING_REQUESTS,
        "{metadata: {name: r}, spec: {signerName: a.b/c, usages: [client auth], request: '%s'}}"
            .formatted(REQUEST));
    String path = "/apis/certificates.k8s.io/v1/certificatesigningrequests/r";
    String certificate = Base64Text.encoded(abbreviated.replace('~', '\n'));
    HttpResponse<String> answer =
        server.send(
            "PATCH",
            path + "/status",
            "application/merge-patch+json",
            "{\"status\":{\"certificate\":\"" + certificate + "\"}}");
    server.send("DELETE", path, "application/json", "");
    assertThat(Json.parse(answer.body()).path("message").asText())
        .endsWith("status.certificate: Invalid value: \"<certificate data>\": " + words);
  }
}
