package dev.cnilab.userland.netfilter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cnilab.userland.process.ProgramException;
import java.util.List;
import org.junit.jupiter.api.Test;

class IptablesArgumentsTest {
  private static IptablesArguments read(String line) throws ProgramException {
    return IptablesArguments.read(Xtables.IPV4, List.of(line.split(" ")));
  }

  @Test
  void flags_may_be_combined_with_the_command_in_one_word() throws ProgramException {
    IptablesArguments read = read("-t nat -nvL PREROUTING 3");

    assertThat(read.table()).isEqualTo("nat");
    assertThat(read.command()).isEqualTo("L");
    assertThat(read.operand(0)).isEqualTo("PREROUTING");
    assertThat(read.index(1)).isEqualTo(2);
    assertThat(read.listing().numeric()).isTrue();
    assertThat(read.listing().verbose()).isTrue();
    assertThat(read.listing().exact()).isFalse();
  }

  @Test
  void words_that_are_neither_command_nor_flag_make_up_the_rule() throws ProgramException {
    IptablesArguments read = read("-w --append FORWARD -s 10.0.0.0/8 -j DROP");

    assertThat(read.command()).isEqualTo("A");
    assertThat(read.operands()).isEqualTo(1);
    assertThat(read.rule()).containsExactly("-s", "10.0.0.0/8", "-j", "DROP");
  }

  @Test
  void a_second_command_is_rejected() {
    assertThatThrownBy(() -> read("-A INPUT -D INPUT"))
        .isInstanceOfSatisfying(
            ProgramException.class,
            refused -> assertThat(refused.text()).contains("Cannot use -D with -A"));
  }

  @Test
  void rule_number_zero_is_rejected() {
    assertThatThrownBy(() -> read("-D INPUT 0").index(1))
        .isInstanceOfSatisfying(
            ProgramException.class,
            refused -> assertThat(refused.text()).contains("Invalid rule number `0'"));
  }

  @Test
  void the_wait_option_needs_a_number_of_seconds() throws ProgramException {
    assertThat(read("-w 5 -L").command()).isEqualTo("L");
    assertThatThrownBy(() -> read("-w x -L"))
        .isInstanceOfSatisfying(
            ProgramException.class,
            refused -> assertThat(refused.text()).contains("wait seconds not numeric"));
  }
}
