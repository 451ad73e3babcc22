package dev.cnilab.cluster.apiserver.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cnilab.cluster.object.Json;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples in Kubernetes' documentation of its CEL functions. */
class KubernetesFunctionsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        // lists
        "[1, 2, 3].isSorted() && !['b', 'a'].isSorted() && [].isSorted()",
        "[1, 3].sum() == 4 && [1.0, 3.0].sum() == 4.0 && self.none.sum() == 0",
        "['a', 'b'].max() == 'b' && [3, 1, 2].min() == 1",
        "['a', 'b', 'b'].indexOf('b') == 1 && ['a', 'b', 'b'].lastIndexOf('b') == 2",
        "['a'].indexOf('c') == -1 && self.list.indexOf('y') == 1 && self.text.indexOf('c') == 2",
        "self.numbers.sum() == 6 && self.numbers.max() == 3 && self.numbers.isSorted()",
        "[duration('1s'), duration('2s')].sum() == duration('3s')",
        "lists.range(3) == [0, 1, 2] && lists.range(200).all(a, lists.range(200).all(b, a >= 0))",
        // regular expressions
        "'abc 123'.find('[0-9]+') == '123' && 'abc'.find('[0-9]+') == ''",
        "'1 2 3 4'.findAll('[0-9]') == ['1', '2', '3', '4'] && 'x'.findAll('[0-9]') == []",
        "'1 2 3 4'.findAll('[0-9]', 2) == ['1', '2'] && self.text.find('b+') == 'b'",
        // URLs
        "isURL('https://user:pass@example.com:80/path?query=val#fragment')",
        "isURL('/absolute-path') && !isURL('https://a:b:c/') && !isURL('../relative-path')",
        "url('https://example.com:80/').getHost() == 'example.com:80'",
        "url('https://[::1]:80/').getHost() == '[::1]:80' && url('/path').getHost() == ''",
        "url('https://[::1]:80/').getHostname() == '::1' && url('/path').getScheme() == ''",
        "url('https://example.com:443/').getPort() == '443' && url('/path').getPort() == ''",
        "url('https://e.com/p%20w/').getEscapedPath() == '/p%20w/'",
        "url('https://e.com/?k=a&k=b&l=%20').getQuery()['k'] == ['a', 'b']",
        "url('https://e.com/').getQuery() == {}",
        // quantities
        "isQuantity('1.3Gi') && isQuantity('1.3G') && !isQuantity('1,3G') && !isQuantity('Three')",
        "quantity('50000k').sign() == 1 && quantity('-1').sign() == -1",
        "quantity('50k').isInteger() && quantity('50k').asInteger() == 50000",
        "!quantity('0.5').isInteger() && quantity('9.5').asApproximateFloat() > 9.4",
        "quantity('50k').add(quantity('20k')) == quantity('70k')",
        "quantity('50k').add(20) == quantity('50020') &&"
            + " quantity('50k').sub(quantity('1k')).asInteger() == 49000",
        "quantity('200M').isGreaterThan(quantity('150Mi')) &&"
            + " quantity('1').isLessThan(quantity('2'))",
        "quantity('200M').compareTo(quantity('0.2G')) == 0 && quantity('1') == quantity('1000m')",
        "quantity(self.memory).isLessThan(quantity('1Gi'))",
        // formats
        "!format.dns1123Label().validate('my-label-name').hasValue()",
        "format.dns1123Label().validate('contains a space').hasValue()",
        "format.named('dns1035Label').value().validate('1abc').value().size() == 1",
        "!format.named('none').hasValue() &&"
            + " !format.uuid().validate('123e4567-e89b-12d3-a456-426614174000').hasValue()",
        "!format.date().validate('2021-01-01').hasValue() &&"
            + " format.datetime().validate('2021-01-01').hasValue()",
        "!format.labelValue().validate('').hasValue() &&"
            + " !format.dns1123LabelPrefix().validate('a-').hasValue()",
        "'%s is %d, %.1f%%'.format(['x', 1, 2.0]) == 'x is 1, 2.0%'",
        "'%s %s %s'.format([[1, 'a'], {'k': true}, null]) == '[1, a] {k: true} null'",
        "'%x %X %o %b'.format([255, 255, 8, 5]) == 'ff FF 10 101'",
        // versions
        "isSemver('1.0.0') && !isSemver('v1.0') && isSemver('v1.0', true) && !isSemver('01.01.01')",
        "semver('1.2.3').major() == 1 && semver('1.2.3').minor() == 2 && semver('1.2.3').patch() =="
            + " 3",
        "semver('1.0.0').isLessThan(semver('1.0.1')) &&"
            + " semver('1.0.0-alpha').isLessThan(semver('1.0.0'))",
        "semver('1.0.0-rc.2').isLessThan(semver('1.0.0-rc.10')) &&"
            + " semver('1.0.0').compareTo(semver('1.0.0')) == 0",
        "semver('v01.01', true) == semver('1.1.0')",
        // optional values, and comprehensions of two variables
        "self.?absent.orValue('none') == 'none' && self[?'text'].hasValue()",
        "optional.of(1).value() == 1 && {'a': 1}.all(k, v, k == 'a' && v == 1)",
        "[3, 4].exists(i, v, i == 1 && v == 4)",
      })
  void a_function_gives_what_it_is_documented_to_give(String expression) {
    Expression asked = Expression.compile(expression, Scope.RULE);

    assertThat(asked.isTrue(Map.of("self", SELF))).isTrue();
  }

  private static final com.fasterxml.jackson.databind.JsonNode SELF =
      Json.parse(
          "{\"list\": [\"x\", \"y\"], \"numbers\": [1, 2, 3], \"none\": [], \"text\": \"abc\","
              + " \"memory\": \"128Mi\"}");

  @Test
  void schema_formats_give_fields_their_cel_types() {
    SchemaValue self =
        new SchemaValue(
            Json.parse(
                "{\"after\": \"1h30m\", \"at\": \"2026-01-01T00:00:00Z\", \"on\": \"2026-01-02\","
                    + " \"share\": 1, \"name-of-it\": \"x\", \"namespace\": \"y\"}"),
            Json.parse(
                "{\"properties\": {\"after\": {\"type\": \"string\", \"format\": \"duration\"},"
                    + " \"at\": {\"type\": \"string\", \"format\": \"date-time\"}, \"on\":"
                    + " {\"type\": \"string\", \"format\": \"date\"}, \"share\": {\"type\":"
                    + " \"number\"}, \"name-of-it\": {\"type\": \"string\"}, \"namespace\":"
                    + " {\"type\": \"string\"}}}"));
    Expression asked =
        Expression.compile(
            "self.after == duration('90m') && self.on - self.at == duration('24h')"
                + " && self.share / 2.0 == 0.5 && self.name__dash__of__dash__it == 'x'"
                + " && self.__namespace__ == 'y' && !oldSelf.hasValue()",
            Scope.RULE);

    assertThat(asked.isTrue(Map.of("self", self, "oldSelf", Optional.empty()))).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          quantity('many').sign() == 1 | quantities must match the regular expression
          url('::').getHost() == '' | URL parse error during conversion from string
          semver('1') == semver('1') | No Major.Minor.Patch elements found
          [].min() == 1 | min called on empty list
          quantity('0.5').asInteger() == 0 | cannot convert value to integer
          lists.range(1000).all(a, lists.range(1000).all(b, a + b >= 0)) | actual cost limit exceeded
          lists.range(2000000000).size() == 0 | actual cost limit exceeded
          """)
  void an_expression_on_an_invalid_string_fails(String expression, String words) {
    Expression asked = Expression.compile(expression, Scope.RULE);

    assertThatThrownBy(() -> asked.isTrue(Map.of("self", SELF)))
        .isInstanceOf(ExpressionException.class)
        .hasMessageContaining(words);
  }

  @Test
  void compile_errors_are_reported_with_their_position() {
    assertThatThrownBy(() -> Expression.compile("self.a >", Scope.RULE))
        .hasMessageStartingWith(
            "compilation failed: ERROR: <input>:1:9: Syntax error: mismatched input '<EOF>'"
                + " expecting {'[', '{', '(', '.', '-', '!', ")
        .hasMessageEndingWith("\n | self.a >\n | ........^");
    assertThatThrownBy(() -> Expression.compile("other == 1", Scope.RULE))
        .hasMessage(
            "compilation failed: ERROR: <input>:1:1: undeclared reference to 'other' (in container"
                + " '')\n | other == 1\n | ^");
    assertThatThrownBy(() -> Expression.compile("1 == 'a'", Scope.RULE))
        .hasMessage(
            "compilation failed: ERROR: <input>:1:3: found no matching overload for '_==_' applied"
                + " to '(int, string)'\n | 1 == 'a'\n | ..^");
  }
}
