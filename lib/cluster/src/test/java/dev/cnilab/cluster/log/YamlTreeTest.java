package dev.cnilab.cluster.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cnilab.cluster.object.Json;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamlTreeTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "{a: &x {b: [1, 2]}, c: *x} ! {'a':{'b':[1,2]},'c':{'b':[1,2]}}",
        "{a: &x text, c: [*x, '*x']} ! {'a':'text','c':['text','*x']}",
        "{a: &x {b: 1, c: 2}, d: {<<: *x, c: 3}} ! {'a':{'b':1,'c':2},'d':{'b':1,'c':3}}",
        "{a: &x {b: 1}, c: &y {b: 2, d: 3}, e: {<<: [*x, *y]}} !"
            + " {'a':{'b':1},'c':{'b':2,'d':3},'e':{'b':1,'d':3}}",
        "{a: &x 1, b: *x, c: &x 2, d: *x} ! {'a':1,'b':1,'c':2,'d':2}",
        "{a: &x {b: 1}, '<<': *x, c: {<<: {d: 2}}} ! {'a':{'b':1},'<<':{'b':1},'c':{'d':2}}",
        "{a: ~, b: true, d: 1.5, e: '1'} ! {'a':null,'b':true,'d':1.5,'e':'1'}",
      })
  void an_alias_has_the_value_of_its_anchor(String yaml, String json) throws IOException {
    assertThat(GoYaml.read(yaml)).isEqualTo(Json.parse(json.replace('\'', '"')));
  }

  @Test
  void an_alias_keeps_the_tagged_type_of_its_anchor() throws IOException {
    assertThat(GoYaml.read("{a: &x !!str 5, b: *x, c: [*x, 5]}"))
        .isEqualTo(Json.parse("{\"a\":\"5\",\"b\":\"5\",\"c\":[\"5\",5]}"));
  }

  @Test
  void excessive_aliasing_is_rejected() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 10; i++) {
      String alias = "*a" + (i - 1);
      bomb.append("a%d: &a%d [%s]\n".formatted(i, i, (alias + ", ").repeat(8) + alias));
    }
    assertThatThrownBy(() -> GoYaml.read(bomb.toString()))
        .hasMessage("yaml: document contains excessive aliasing");
  }

  @Test
  void an_infinite_number_is_rejected() {
    assertThatThrownBy(() -> GoYaml.read("{a: 1.0e+999}"))
        .hasMessage("json: unsupported value: +Inf");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "{a: *b} ! unknown anchor 'b' referenced",
        "{a: *b, c: &b 1} ! unknown anchor 'b' referenced",
        "{a: &b 1, <<: *b} ! map merge requires map or sequence of maps as the value",
        "{a: &b ['*'], <<: *b} ! map merge requires map or sequence of maps as the value",
        "{a: &b '*', c: [1} ! did not find expected ',' or ']'",
      })
  void an_invalid_alias_is_rejected(String yaml, String problem) {
    assertThatThrownBy(() -> GoYaml.read(yaml))
        .isInstanceOf(IOException.class)
        .hasMessageEndingWith(problem);
  }

  @Test
  void excessive_nesting_is_rejected() {
    assertThatThrownBy(() -> GoYaml.read("[".repeat(100_000))).isInstanceOf(IOException.class);
  }
}
