package dev.cnilab.cluster.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Random;
import javax.naming.InvalidNameException;
import org.junit.jupiter.api.Test;

class AuthorityTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Authority.Subject KUBELET =
      new Authority.Subject("system:node:worker-1", List.of("system:nodes"));

  private final Authority authority = Authority.create(new Random(1), NOW);
  private final String issued = authority.issue(KUBELET, NOW).certificate();
  private final X509Certificate certificate = read(issued);

  @Test
  void an_authority_recognizes_a_certificate_that_it_signed() throws InvalidNameException {
    assertThat(authority.hasSigned(certificate)).isTrue();
    assertThat(Authority.subject(certificate)).isEqualTo(KUBELET);
  }

  @Test
  void an_authority_recognizes_a_certificate_signed_elsewhere_with_its_key() {
    Authority withTheSameKey = Authority.create(new Random(1), NOW);

    assertThat(withTheSameKey.key()).isEqualTo(authority.key());
    assertThat(withTheSameKey.hasSigned(certificate)).isTrue();
  }

  @Test
  void a_cluster_ahead_of_the_wall_clock_has_a_stable_outside_certificate() {
    Authority ahead = Authority.create(new Random(1), Instant.now().plus(Duration.ofDays(1)));

    assertThat(ahead.certificateOutside())
        .isNotEqualTo(ahead.certificate())
        .isEqualTo(ahead.certificateOutside());
  }

  @Test
  void broken_pem_blocks_are_skipped_when_authorities_are_read() {
    String broken = "-----BEGIN CERTIFICATE-----\nYnJva2Vu\n-----END CERTIFICATE-----\n";
    String pem = broken + authority.key() + "a comment\n" + authority.certificate() + broken;

    assertThat(TrustedAuthority.allOf(pem))
        .singleElement()
        .satisfies(only -> assertThat(only.hasSigned(certificate)).isTrue());
  }

  @Test
  void an_authority_rejects_foreign_and_modified_certificates() {
    Authority another = Authority.create(new Random(2), NOW);
    String changed = issued.replaceFirst("[a-z](?=[^a-z]{0,60}\n-----END)", "Q");

    assertThat(another.hasSigned(certificate)).isFalse();
    assertThat(changed).isNotEqualTo(issued);
    assertThat(authority.hasSigned(read(changed))).isFalse();
  }

  @Test
  void certificates_of_an_authority_have_the_right_key_usages() throws CertificateException {
    X509Certificate root = read(authority.certificate());
    X509Certificate server =
        read(
            authority
                .serve(
                    new ServerCertificate.Names("kube-apiserver", List.of("kubernetes"), List.of()),
                    NOW)
                .pem());

    assertThat(root.getBasicConstraints()).isGreaterThan(0);
    assertThat(root.getKeyUsage()[5]).as("it signs certificates").isTrue();
    assertThat(certificate.getBasicConstraints()).isEqualTo(-1);
    assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.2");
    assertThat(server.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
    assertThat(server.getSubjectAlternativeNames())
        .containsExactly(List.<Object>of(2, "kubernetes"));
    assertThat(authority.hasSigned(server)).isTrue();
  }

  @Test
  void an_authority_keeps_its_key_under_another_clock() throws Exception {
    Instant later = NOW.plus(Duration.ofDays(20 * 365));
    X509Certificate there = read(authority.certificate(later));

    assertThat(authority.certificate(NOW)).isEqualTo(authority.certificate());
    there.checkValidity(Date.from(later));
    certificate.verify(there.getPublicKey());
  }

  private static X509Certificate read(String pem) {
    return PemText.certificate(pem).orElseThrow();
  }
}
