package dev.cnilab.cluster.apiserver.validation.field;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FormatTest {
  @Test
  void a_name_of_any_length_is_only_too_long() {
    assertThat(Format.SUBDOMAIN.violations("a" + ".a".repeat(500_000)))
        .containsExactly("must be no more than 253 characters");
  }
}
