package dev.cnilab.cluster.urfave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cnilab.cluster.goflag.GoFlagSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class FlagsTest {
  private static final Flags FLAGS =
      Flags.of(Flag.bool("all", "a"), Flag.bool("quiet", "q"), Flag.text("name"), Flag.text("b"));

  private static GoFlagSet.Given parse(String line) throws FlagException {
    return FLAGS.parse(List.of(line.split(" ")));
  }

  @Test
  void combined_letters_are_split_unless_they_are_a_value() throws FlagException {
    GoFlagSet.Given given = parse("--name -aq -aq");
    assertThat(given.text("name")).isEqualTo("-aq");
    assertThat(given.isSet("all")).isTrue();
    assertThat(given.isSet("quiet")).isTrue();
  }

  @Test
  void letters_after_two_dashes_are_not_split() {
    assertThatThrownBy(() -> parse("--aq"))
        .isInstanceOf(FlagException.class)
        .hasMessage("flag provided but not defined: -aq");
  }

  @Test
  void flags_keep_the_order_of_the_command_line() throws FlagException {
    assertThat(parse("-q --name x -b y -a").values().keySet())
        .containsExactly("quiet", "name", "b", "all");
    assertThat(parse("-a -b y --name x -q").values().keySet())
        .containsExactly("all", "b", "name", "quiet");
  }
}
