package dev.cnilab.cluster.apiserver.validation.field;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FormatTest {
  @Test
  void an_extremely_long_name_is_reported_as_too_long() {
    assertThat(Format.SUBDOMAIN.violations("a" + ".a".repeat(500_000)))
        .containsExactly("must be no more than 253 characters");
  }
}
