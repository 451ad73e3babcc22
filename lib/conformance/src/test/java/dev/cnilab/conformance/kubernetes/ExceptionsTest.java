package dev.cnilab.conformance.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExceptionsTest {
  @Test
  void every_exception_is_about_a_command_and_has_a_reason() {
    assertThat(Exceptions.read().known())
        .isNotEmpty()
        .allSatisfy(
            known -> {
              assertThat(known.command()).matches("(node-\\d)?\\$ .+");
              assertThat(known.reason()).hasSizeGreaterThan(20);
            });
    assertThat(Exceptions.read().reason("none-no-cni", "$ kubectl get pods")).isEmpty();
  }
}
