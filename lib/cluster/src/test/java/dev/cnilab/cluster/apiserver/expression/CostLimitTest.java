package dev.cnilab.cluster.apiserver.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.apiserver.cost.Budget;
import dev.cnilab.cluster.object.Json;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Expressions of a few words that would take all memory, or minutes. */
@Timeout(60)
class CostLimitTest {
  private static final String LIMIT = "actual cost limit exceeded";
  private static final String LARGE = "a".repeat(1_400_000);

  /** About as large as a stored object can be. */
  private static final JsonNode SELF =
      Json.object().put("large", LARGE).set("few", Json.array().add("a").add("b"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lists.range(200000).map(i, self.large).join() == ''",
        "lists.range(100000).map(i, 'x').join(self.large) == ''",
        "self.large.replace('a', self.large) == ''",
        "self.large.replace('', self.large) == ''",
        "lists.range(100000).map(i, lists.range(1000000)).size() == 0",
        "lists.range(100000).map(i, self.large.split('')).size() == 0",
        "lists.range(100000).map(i, self.large + string(i)).size() == 0",
        "lists.range(100000).map(i, self.large.upperAscii()).size() == 0",
        "lists.range(100000).all(i, self.large.matches('(a|aa|aaa)*b') || true)",
        "self.large.matches('^(a?){500}b$')",
        "self.large.find('^(a?){500}b$') == ''",
        "lists.range(100000).all(i, !self.large.contains('b'))",
        "self.large.contains(self.large.substring(700000) + 'b')",
        "lists.range(100000).all(i, size(self.large) > 0)",
        "lists.range(100000).all(i, self.large == self.large)",
        "sets.contains(lists.range(100000), lists.range(100000))",
        "lists.range(100000).distinct().size() == 0",
        "lists.range(1000).map(i, lists.range(1000)).flatten().size() == 0",
        "lists.range(100000).map(i, '%s%s%s'.format([self.large, self.large, i])).size() == 0",
        "'%.2000000000f'.format([1.0]) == ''",
        "lists.range(100000).transformMap(i, v, {i: self.large}).size() == 0",
      })
  void an_expression_beyond_the_cost_limit_fails(String expression) {
    assertThatThrownBy(
            () -> Expression.compile(expression, Scope.RULE).isTrue(Map.of("self", SELF)))
        .hasMessageContaining(LIMIT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lists.range(1000).map(i, i * 2).filter(i, i % 2 == 0).size() == 1000",
        "lists.range(300).all(i, lists.range(300).exists(j, i == j))",
        "lists.range(1000).map(i, string(i)).join(',').size() == 3889",
        "self.large.startsWith('aaa') && self.large.matches('^a*$') && self.large.size() =="
            + " 1400000",
        "self.few.all(one, one in self.few && self == self)",
        "self.few.map(one, one.replace('a', 'bb')) == ['bb', 'b']",
      })
  void an_ordinary_rule_is_within_the_cost_limit(String expression) {
    assertThat(Expression.compile(expression, Scope.RULE).isTrue(Map.of("self", SELF))).isTrue();
  }

  /** The costs without those of fields and literals, which are free here. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "self.one + self.one == 2 | 2",
        "size(self.text) == 30 | 2",
        "self.text.size() < 31 && self.text != 'a' | 3",
        "self.text.startsWith('123') | 1",
        "self.text + self.text != self.text | 9",
        "self.text.contains('x') == false | 4",
        "self.text.matches('^[0-9 ]+$') | 3",
        "self.one in [1, 2, 3] | 3",
        "self.text.upperAscii() == self.text | 6",
      })
  void cheap_calls_have_the_same_cost_as_in_kubernetes(String text, int units) {
    JsonNode self = Json.object().put("one", 1).put("text", "123456789 ".repeat(3));
    Expression asked = Expression.compile(text.strip(), Scope.RULE);
    Map<String, JsonNode> variables = Map.of("self", self);
    assertThat(Budget.within(units - 1, () -> asked.value(variables))).isEmpty();
    assertThat(Budget.within(units, () -> asked.value(variables))).isPresent();
  }

  @Test
  void a_value_with_exponentially_many_shared_parts_exceeds_the_cost_limit() {
    String doubling = "[self, self]";
    for (int i = 0; i < 6; i++) {
      doubling = "[" + doubling + "].map(x, [x, x, x, x, x, x, x, x])";
    }
    Expression asked = Expression.compile(doubling, Scope.RULE);
    assertThatThrownBy(() -> asked.json(Map.of("self", SELF))).hasMessageContaining(LIMIT);
    assertThatThrownBy(() -> asked.string(Map.of("self", SELF))).hasMessageContaining(LIMIT);
  }

  @Test
  void many_expressions_share_a_cost_budget() {
    Expression cheap = Expression.compile("self.large.matches('^a*$')", Scope.RULE);
    AtomicInteger evaluated = new AtomicInteger();
    assertThat(
            Budget.within(
                Budget.TOGETHER,
                () -> {
                  while (cheap.isTrue(Map.of("self", SELF))) {
                    evaluated.incrementAndGet();
                  }
                  return "finished";
                }))
        .isEmpty();
    assertThat(evaluated.get()).isBetween(10, 100);
  }
}
