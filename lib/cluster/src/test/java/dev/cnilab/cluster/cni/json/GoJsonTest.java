package dev.cnilab.cluster.cni.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The expected texts are what Go 1.24's {@code json.Unmarshal} returns for the same bytes. */
class GoJsonTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``| unexpected end of JSON input",
        "`  `| unexpected end of JSON input",
        "`{`| unexpected end of JSON input",
        "`{\"a`| unexpected end of JSON input",
        "`[1,`| unexpected end of JSON input",
        "`{ { `| invalid character '{' looking for beginning of object key string",
        "`{\"a\":1,}`| invalid character '}' looking for beginning of object key string",
        "`{\"a\" 1}`| invalid character '1' after object key",
        "`{\"a\":1 \"b\":2}`| invalid character '\"' after object key:value pair",
        "`[1 2]`| invalid character '2' after array element",
        "`[1,]`| invalid character ']' looking for beginning of value",
        "`x`| invalid character 'x' looking for beginning of value",
        "`'a'`| invalid character '\\'' looking for beginning of value",
        "`{} x`| invalid character 'x' after top-level value",
        "`-`| invalid character ' ' in numeric literal",
        "`-a`| invalid character 'a' in numeric literal",
        "`01`| invalid character '1' after top-level value",
        "`1.`| invalid character ' ' after decimal point in numeric literal",
        "`1e+`| invalid character ' ' in exponent of numeric literal",
        "`tru`| invalid character ' ' in literal true (expecting 'e')",
        "`nil`| invalid character 'i' in literal null (expecting 'u')",
        "`\"\\x\"`| invalid character 'x' in string escape code",
        "`\"\\u12g4\"`| invalid character 'g' in \\u hexadecimal character escape",
        "`1e999`| json: cannot unmarshal number 1e999 into Go value of type float64",
      })
  void an_error_is_worded_as_in_go(String input, String expected) {
    assertThatThrownBy(() -> GoJson.parse(input)).hasMessage(expected);
  }

  @Test
  void an_invalid_byte_is_quoted_as_a_rune() {
    assertThatThrownBy(() -> GoJson.parse(new byte[] {(byte) 0xFF}))
        .hasMessage("invalid character 'ÿ' looking for beginning of value");
    assertThatThrownBy(() -> GoJson.parse(new byte[] {0}))
        .hasMessage("invalid character '\\x00' looking for beginning of value");
    assertThatThrownBy(() -> GoJson.parse("\"a\nb\""))
        .hasMessage("invalid character '\\n' in string literal");
    assertThatThrownBy(() -> GoJson.parse(new byte[] {(byte) 0x80}))
        .hasMessage("invalid character '\\u0080' looking for beginning of value");
  }

  @Test
  void json_may_be_nested_10000_levels_deep_and_no_deeper() throws Exception {
    String deepest = "[".repeat(10_000) + "]".repeat(10_000);

    assertThat(GoJson.marshal(GoJson.parse(deepest))).isEqualTo(deepest);
    assertThatThrownBy(() -> GoJson.parse("[" + deepest + "]"))
        .hasMessage("invalid character '[' exceeded max depth");
  }

  @Test
  void a_map_must_be_an_object_or_null() throws Exception {
    assertThat(GoJson.parseMap("null".getBytes(StandardCharsets.UTF_8))).isEmpty();
    assertThatThrownBy(() -> GoJson.parseMap("[]".getBytes(StandardCharsets.UTF_8)))
        .hasMessage("json: cannot unmarshal array into Go value of type map[string]interface {}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`{\"b\":1,\"a\":[true,null]}`| `{\"a\":[true,null],\"b\":1}`",
        "`\"<&>\"`| `\"\\u003c\\u0026\\u003e\"`",
        "`\"\\ud800\"`| `\"\uFFFD\"`",
        "`1450`| 1450",
        "`1.0`| 1",
        "`0.1`| 0.1",
        "`1e21`| 1e+21",
        "`1.5e-7`| 1.5e-7",
        "`1e20`| 100000000000000000000",
        "`-0`| -0",
      })
  void a_map_is_printed_as_in_go(String input, String expected) throws Exception {
    assertThat(GoJson.marshalMap(GoJson.parse(input))).isEqualTo(expected);
  }

  @Test
  void indented_text_keeps_empty_containers_on_one_line() throws Exception {
    assertThat(GoJson.marshalIndent(GoJson.parse("{\"a\":[],\"b\":{},\"c\":[1]}")))
        .isEqualTo("{\n    \"a\": [],\n    \"b\": {},\n    \"c\": [\n        1\n    ]\n}");
  }

  @Property(seed = "1")
  void text_that_is_not_json_is_rejected_with_a_reason(
      @ForAll @CharRange(from = ' ', to = '~') String text) {
    try {
      String once = GoJson.marshalMap(GoJson.parse(text));
      assertThat(GoJson.marshalMap(GoJson.parse(once))).isEqualTo(once);
    } catch (GoJsonException refused) {
      assertThat(refused.getMessage())
          .containsAnyOf("invalid character", "unexpected end", "cannot unmarshal number");
    }
  }
}
