package dev.cnilab.cluster.jq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.thisptr.jackson.jq.BuiltinFunctionLoader;
import net.thisptr.jackson.jq.JsonQuery;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Versions;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The results of jq 1.6 of Debian 12 for the same filters. */
class JqDatesTest {
  private static String answer(String filter) throws JsonQueryException {
    Scope scope = Scope.newEmptyScope();
    BuiltinFunctionLoader.getInstance().loadFunctions(Versions.JQ_1_6, scope);
    JqDates.addTo(scope, () -> Instant.parse("2026-01-02T03:04:05.5Z"));
    List<JsonNode> answers = new ArrayList<>();
    JsonQuery.compile(filter, Versions.JQ_1_6).apply(scope, NullNode.getInstance(), answers::add);
    return answers.stream().map(JsonNode::toString).reduce("", (all, each) -> all + each);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      quoteCharacter = '`',
      textBlock =
          """
          now|todate                                                 # "2026-01-02T03:04:05Z"
          now-(now|floor)                                            # 0.5
          0|todate                                                   # "1970-01-01T00:00:00Z"
          1.5|todate                                                 # "1970-01-01T00:00:01Z"
          "1970-01-01T00:00:10Z"|fromdate                            # 10
          0|gmtime                                                   # [1970,0,1,0,0,0,4,0]
          1700000000.5|gmtime                                        # [2023,10,14,22,13,20.5,2,317]
          0|localtime|mktime                                         # 0
          0|gmtime|todate                                            # "1970-01-01T00:00:00Z"
          0|strftime("%Y-%m-%d %H:%M:%S %a %b %j")                   # "1970-01-01 00:00:00 Thu Jan 001"
          0|strflocaltime("%H %Z")                                   # "00 UTC"
          "10:20 2020-02-03"|strptime("%H:%M %Y-%m-%d")              # [2020,1,3,10,20,0,1,33]
          "2020-01-02T03:04:05Z"|strptime("%Y-%m-%dT%H:%M:%SZ")|mktime # 1577934245
          """)
  void a_date_filter_returns_the_same_as_in_jq(String filter, String answer)
      throws JsonQueryException {
    assertThat(answer(filter)).isEqualTo(answer);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      quoteCharacter = '`',
      textBlock =
          """
          "x"|fromdate         # date "x" does not match format "%Y-%m-%dT%H:%M:%SZ"
          "x"|mktime           # mktime requires array inputs
          [1]|mktime           # mktime requires parsed datetime inputs
          "x"|strftime("%Y")   # strftime/1 requires parsed datetime inputs
          "x"|gmtime           # gmtime() requires numeric inputs
          1|strptime("%Y")     # strptime/1 requires string inputs and arguments
          """)
  void an_invalid_date_fails_in_the_words_of_jq(String filter, String why) {
    assertThatThrownBy(() -> answer(filter)).isInstanceOf(JsonQueryException.class).hasMessage(why);
  }
}
