package dev.cnilab.cluster.jq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cnilab.cluster.jq.JqOptions.Option;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JqOptionsTest {
  @Test
  void options_may_be_combined_and_follow_operands() throws Exception {
    JqOptions options = parse("-rR", ".a", "--slurp", "file");

    assertThat(options.options())
        .containsExactlyInAnyOrder(Option.RAW_OUTPUT, Option.RAW_INPUT, Option.SLURP);
    assertThat(options.filter()).contains(".a");
    assertThat(options.files()).containsExactly("file");
  }

  @Test
  void arg_sets_a_string_and_argjson_a_json_value() throws Exception {
    assertThat(parse("--arg", "a", "5", "--argjson", "b", "5", ".").variables())
        .isEqualTo(Map.of("a", TextNode.valueOf("5"), "b", IntNode.valueOf(5)));
  }

  @Test
  void words_after_two_hyphens_are_operands() throws Exception {
    assertThat(parse("--", "-r").filter()).contains("-r");
  }

  /** The messages of jq 1.6. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          -Z         | Unknown option -Z
          -rZ        | Unknown option -rZ
          --bogus    | Unknown option --bogus
          --arg      | --arg takes two parameters (e.g. --arg varname value)
          --tab      | the option --tab is not available on this machine
          -C         | the option -C is not available on this machine
          """)
  void an_unknown_option_is_rejected(String option, String words) {
    assertThatThrownBy(() -> parse(option)).hasMessage(words);
  }

  @Test
  void invalid_json_for_argjson_is_rejected() {
    assertThatThrownBy(() -> parse("--argjson", "x", "{", "."))
        .hasMessage("invalid JSON text passed to --argjson");
  }

  private static JqOptions parse(String... words) throws JqOptions.Refused {
    List<String> arguments = new ArrayList<>(List.of("jq"));
    arguments.addAll(List.of(words));
    return JqOptions.parse(arguments);
  }
}
