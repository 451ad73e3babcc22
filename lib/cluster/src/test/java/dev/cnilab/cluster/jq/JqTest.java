package dev.cnilab.cluster.jq;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cnilab.userland.stream.StreamUser;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The messages and numbers of jq 1.6. */
class JqTest {
  @Test
  void an_input_array_is_a_single_value() throws Exception {
    assertThat(values(reader("[{\"dst\": \"default\"}, {\"dst\": \"10.244.0.0/24\"}]\n")))
        .singleElement()
        .satisfies(each -> assertThat(each.value().at("/1/dst").asText()).contains("10.244"))
        .satisfies(each -> assertThat(each.at()).isEqualTo("<stdin>:1"));
  }

  @Test
  void values_before_a_parse_error_are_still_read() throws Exception {
    assertThat(values(reader("[1, 2] {\"a\":\n3}\n4")))
        .extracting(JqInput::at)
        .containsExactly("<stdin>:1", "<stdin>:2", "<stdin>:2");
    assertThat(values(reader(" \n"))).isEmpty();
    assertThat(values(reader("1\n2 {\n"))).hasSize(2);
    assertThat(fault("1\n2 {\n"))
        .isEqualTo("parse error: Unfinished JSON term at EOF at line 3, column 0");
    assertThat(fault("x\n")).isEqualTo("parse error: Invalid numeric literal at line 2, column 0");
    assertThat(fault("1 2\n x"))
        .isEqualTo("parse error: Invalid numeric literal at EOF at line 2, column 2");
  }

  @Test
  void a_value_that_is_nested_too_deeply_is_a_fault() throws Exception {
    assertThat(fault("[".repeat(100_000)))
        .startsWith("parse error: Exceeds depth limit for parsing at line 1, column ");
  }

  @Test
  void numbers_are_read_as_doubles() throws Exception {
    List<JqInput> numbers =
        values(reader("9007199254740993 9007199254740992.0 36893488147419103232"));

    assertThat(numbers.get(0).value()).isEqualTo(numbers.get(1).value());
    assertThat(numbers.get(2).value()).isEqualTo(DoubleNode.valueOf(0x1p65));
  }

  @Test
  void only_a_newline_ends_a_line() throws Exception {
    JqInputs lines = reader("a\r\n\nb\r");

    assertThat(lines.nextLine().orElseThrow().value().textValue()).isEqualTo("a\r");
    assertThat(lines.nextLine().orElseThrow().value().textValue()).isEmpty();
    assertThat(lines.nextLine().orElseThrow().value().textValue()).isEqualTo("b\r");
    assertThat(lines.nextLine()).isEmpty();
  }

  @Test
  void control_characters_and_the_delete_character_are_escaped() {
    TextNode text = TextNode.valueOf("\u0001\u001f\u007f\u0080\"\\\b\t/");

    assertThat(JsonFormat.COMPACT.print(text))
        .isEqualTo("\"\\u0001\\u001f\\u007f\u0080\\\"\\\\\\b\\t/\"");
  }

  private static JqInputs reader(String text) throws IOException {
    return new JqInputs(new JqText(new StringReader(text), StreamUser.MACHINE), "<stdin>");
  }

  private static List<JqInput> values(JqInputs inputs) throws IOException {
    List<JqInput> values = new ArrayList<>();
    for (Optional<JqInput> next = inputs.next(); next.isPresent(); next = inputs.next()) {
      values.add(next.get());
    }
    return values;
  }

  private static String fault(String text) throws IOException {
    JqInputs inputs = reader(text);
    values(inputs);
    return inputs.fault();
  }

  @ParameterizedTest
  @CsvSource({
    "1.0, 1",
    "1e3, 1000",
    "1e17, 1e+17",
    "123456789012, 123456789012",
    "12345678901234567890, 12345678901234567000",
    "0.1, 0.1",
    "0.00001234, 1.234e-05",
    "-1.5e300, -1.5e+300",
    "-0.0, -0"
  })
  void a_number_is_written_in_the_fewest_digits(double number, String written) {
    assertThat(JqNumber.text(DoubleNode.valueOf(number))).isEqualTo(written);
  }
}
