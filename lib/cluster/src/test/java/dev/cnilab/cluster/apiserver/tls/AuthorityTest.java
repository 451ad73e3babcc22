package dev.cnilab.cluster.apiserver.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AuthorityTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Authority.Subject KUBELET =
      new Authority.Subject("system:node:worker-1", List.of("system:nodes"));

  private final Authority authority = Authority.create(new Random(1), NOW);
  private final String certificate = authority.issue(KUBELET, NOW).certificate();

  @Test
  void it_knows_whom_a_certificate_names_that_it_has_signed() {
    assertThat(authority.verify(certificate, NOW)).contains(KUBELET);
  }

  @Test
  void it_knows_what_was_signed_elsewhere_with_its_key() {
    Authority withTheSameKey = Authority.create(new Random(1), NOW);

    assertThat(withTheSameKey.key()).isEqualTo(authority.key());
    assertThat(withTheSameKey.verify(certificate, NOW)).contains(KUBELET);
  }

  @Test
  void it_refuses_what_another_has_signed_and_what_was_changed_after_it_had_signed() {
    Authority another = Authority.create(new Random(2), NOW);
    String changed = certificate.replaceFirst("[a-z](?=[^a-z]{0,60}\n-----END)", "Q");

    assertThat(another.verify(certificate, NOW)).isEmpty();
    assertThat(changed).isNotEqualTo(certificate);
    assertThat(authority.verify(changed, NOW)).isEmpty();
  }

  @Test
  void it_refuses_its_own_when_they_have_ended() {
    assertThat(authority.verify(certificate, NOW.plus(Duration.ofDays(366)))).isEmpty();
  }
}
