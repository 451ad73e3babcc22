package dev.cnilab.userland.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.userland.distribution.Distribution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** busybox 1.35's {@code [[}, as recorded in a container. */
class DoubleBracketsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      textBlock =
          """
          [[ -r /etc/passwd ]] ! 0
          [[ -r /nope ]] ! 1
          [[ -d /etc && -d / ]] ! 0
          [[ -r /nope || -d /etc ]] ! 0
          [[ abc == a* ]] ! 0
          [[ abc = b* ]] ! 1
          [[ abc =~ ^a.c$ ]] ! 0
          [[ -z "" ]] ! 0
          a=; [[ $a ]] ! 1
          [[ -n "" ! 2
          a="x y"; [[ $a = "x y" ]] ! 2
          [[ a = b ]] || [[ c = c ]] ! 0
          """)
  void a_condition_returns_the_expected_status(String script, int status) {
    try (SandboxMachine machine = new SandboxMachine(Distribution.BUSYBOX)) {
      assertThat(machine.sh(script).status()).isEqualTo(status);
    }
  }
}
