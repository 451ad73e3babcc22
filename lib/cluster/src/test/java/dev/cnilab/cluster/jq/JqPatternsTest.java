package dev.cnilab.cluster.jq;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.containerd.Conflists;
import dev.cnilab.cluster.containerd.CriRequests;
import dev.cnilab.cluster.containerd.RuntimeNode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What jq 1.6 of Debian 12 answers to the same filters. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JqPatternsTest {
  private final RuntimeNode node = RuntimeNode.with(Conflists.BRIDGE);
  private String container = "";

  @BeforeAll
  void start() {
    container = node.container(node.pod("jq"), CriRequests.sleeping("sleep", "100000"));
  }

  @AfterAll
  void end() {
    node.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '@',
      quoteCharacter = '`',
      textBlock =
          """
          `"a\\nb"|test("^b")` @ `false`
          `"a\\nb"|test("a$")` @ `false`
          `"a\\nb"|test("a.b")` @ `false`
          `"a\\nb"|test("a.b";"s")` @ `false`
          `"a\\nb"|test("a.b";"p")` @ `true`
          `"AéÉ"|[match("\\\\w";"g").string]` @ `["A","é","É"]`
          `"É"|test("é";"i")` @ `true`
          `"aXbxc"|[splits("x";"i")]` @ `["a","b","c"]`
          `"abc"|[match("";"g").offset]` @ `[0,1,2]`
          `"abc"|[match("(?<x_y>b)?c";"g")]` @ `[{"offset":1,"length":2,"string":"bc","captures":[{"offset":1,"length":1,"string":"b","name":"x_y"}]}]`
          `"abc"|gsub("(?<x>b)";"<\\(.x)>")` @ `"a<b>c"`
          `"aé1"|[match("[[:alpha:]]+").string]` @ `["aé"]`
          `"abc"|test("a(?#c)b")` @ `true`
          `"a b"|test("a b";"x")` @ `false`
          `"xyz"|test("(")` @ `jq: error (at <unknown>): Regex failure: end pattern with unmatched parenthesis`
          `"xyz"|test("[")` @ `jq: error (at <unknown>): Regex failure: premature end of char-class`
          `"a"|test("a";"q")` @ `jq: error (at <unknown>): q is not a valid modifier string`
          `"xyz"|test("*")` @ `jq: error (at <unknown>): Regex failure: target of repeat operator is not specified`
          `"xyz"|test("x{2,1}")` @ `jq: error (at <unknown>): Regex failure: upper is smaller than lower in repeat range`
          `"abc"|[match("(a)(x)?").captures]` @ `[[{"offset":0,"length":1,"string":"a","name":null},{"offset":-1,"string":null,"length":0,"name":null}]]`
          `"abc"|[match("()b").captures]` @ `[[{"offset":1,"string":"","length":0,"name":null}]]`
          `"test"|sub("(?<a>t)";"\\(.a)1","2")` @ `"t1est"~"2est"`
          `"abc"|sub("$";"z")` @ `"abcz"`
          `"abc"|[scan("[a-c]")]` @ `["a","b","c"]`
          `"abc"|[scan("(a)(b)")]` @ `[["a","b"]]`
          `"xyz"|test("a{,2}x")` @ `false`
          `"a1"|test("\\\\p{L}\\\\d")` @ `true`
          `"a-b"|test("[\\\\w-]+b")` @ `true`
          `"[]"|test("[]]")` @ `true`
          `"a&&b"|[match("[a&&b]";"g").string]` @ `["a","&","&","b"]`
          `"xyz"|capture("(?<a>x)(?<n>n)?")` @ `{"a":"x","n":null}`
          `"é"|[match(".";"g")|.offset,.length]` @ `[0,1]`
          `"a😀b"|[match("b")|.offset]` @ `[2]`
          `"aa"|[match("a*?";"g").offset]` @ `[0,1]`
          `"foo bar"|[match("(?<w>\\\\w+)";"g")|.captures[0].name]` @ `["w","w"]`
          `"abc"|[match("$";"g").offset]` @ `[3,3,3]`
          `"abc"|[match("x*";"g")|.offset,.length]` @ `[0,0,1,0,2,0]`
          `"xax"|[match("a*";"g")|.offset,.length]` @ `[0,0,1,1,2,0]`
          `"xax"|[match("a*";"gn")|.offset,.length]` @ `[1,1]`
          `"a\\nb"|test("(?m)^b")` @ `true`
          `"a\\nb"|test("(?s)a.b")` @ `true`
          `"xyz"|test(")")` @ `jq: error (at <unknown>): Regex failure: unmatched close parenthesis`
          `"xyz"|test("\\\\")` @ `jq: error (at <unknown>): Regex failure: end pattern at escape`
          `"xyz"|test("[z-a]")` @ `jq: error (at <unknown>): Regex failure: empty range in char class`
          `"xyz"|test("[[:foo:]]")` @ `jq: error (at <unknown>): Regex failure: invalid POSIX bracket type`
          `"xyz"|test("(?<a>")` @ `jq: error (at <unknown>): Regex failure: end pattern with unmatched parenthesis`
          `"xyz"|test("\\\\k<b>")` @ `jq: error (at <unknown>): Regex failure: undefined name <b> reference`
          `"xyz"|test("(?q)")` @ `jq: error (at <unknown>): Regex failure: undefined group option`
          `"xyz"|test("\\\\p{Foo}")` @ `jq: error (at <unknown>): Regex failure: invalid character property name {Foo}`
          `"AB"|test("(?i)ab")` @ `true`
          `"é"|test("\\\\x{e9}")` @ `true`
          `"a.b"|test("\\\\Qa.b\\\\E")` @ `true`
          `"a\\u000bb"|test("a\\\\vb")` @ `false`
          `"ab"|test("a(?=b)")` @ `true`
          `"aa"|test("(a)\\\\1")` @ `true`
          `"aé"|[match("(?<l>é)").captures[0]]` @ `[{"offset":1,"length":1,"string":"é","name":"l"}]`
          `"ab"|[match("(a)|(b)";"g")]` @ `[{"offset":0,"length":1,"string":"a","captures":[{"offset":0,"length":1,"string":"a","name":null},{"offset":-1,"string":null,"length":0,"name":null}]},{"offset":1,"length":1,"string":"b","captures":[{"offset":-1,"string":null,"length":0,"name":null},{"offset":1,"length":1,"string":"b","name":null}]}]`
          `"aXb"|split("x";null)` @ `["aXb"]`
          `"aXb"|split("x";"i")` @ `["a","b"]`
          `"ab"|test("[[a]b]")` @ `false`
          `"a b"|test("[a ]b";"x")` @ `true`
          `"xyz"|test("+")` @ `jq: error (at <unknown>): Regex failure: target of repeat operator is not specified`
          `"xyz"|test("a{99999999}")` @ `jq: error (at <unknown>): Regex failure: too big number for repeat range`
          `"a]"|test("a]")` @ `true`
          `"a}"|test("a}")` @ `true`
          `"abc"|test("b\\\\>")` @ `false`
          `"abc"|test(1)` @ `jq: error (at <unknown>): number not a string or array`
          `1|test("a")` @ `jq: error (at <unknown>): number (1) cannot be matched, as it is not a string`
          `"abc"|test(["B","i"])` @ `true`
          `"abc"|[match("b";"g","i")|.offset]` @ `[1,1]`
          `"aa"|test("a";1)` @ `jq: error (at <unknown>): number (1) is not a string`
          `"abcb"|gsub("b";1)` @ `jq: error (at <unknown>): string ("c") and number (1) cannot be added`
          `"abcb"|gsub("b";null)` @ `"ac"`
          `"abc"|sub("(?<x>b)";.x,null)` @ `"abc"~"ac"`
          `"aXbX"|gsub("X";"1","2")` @ `"a1b1"~"a2b1"~"a1b2"~"a2b2"`
          `"aXbX"|gsub("X";empty),1` @ `1`
          `"aa"|gsub("a";"1","2")` @ `"11"~"21"~"12"~"22"`
          """)
  void a_pattern_matches_what_it_matches_in_jq(String filter, String answer) {
    assertAnswer(filter, answer);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '@',
      quoteCharacter = '`',
      textBlock =
          """
          `"\\(4/2) \\([1.0, 1e17]) \\({a:(4/2)})"` @ `"2 [1,1e+17] {\\"a\\":2}"`
          `[4/2,1e17]|tojson,tostring` @ `"[2,1e+17]"~"[2,1e+17]"`
          `"\\u001f"|tojson` @ `"\\"\\\\u001f\\""`
          `{a:1}|error` @ `jq: error (at <unknown>) (not a string): {"a":1}`
          `9223372036854775807+1,10000000000*10000000000` @ `9223372036854776000~1e+20`
          `[9223372036854775807,1]|add` @ `9223372036854776000`
          `0-9223372036854775807-10` @ `-9223372036854776000`
          `9007199254740991+1,2-3,2*3` @ `9007199254740992~-1~6`
          `"a"*2147483647` @ `jq: error (at <unknown>): Repeat string result too long`
          `"a"*1e30` @ `jq: error (at <unknown>): Repeat string result too long`
          `[]|.[1e30]=1` @ `jq: error (at <unknown>): Out of bounds negative array index`
          `setpath([1e10];1)` @ `jq: error (at <unknown>): Out of bounds negative array index`
          `reduce range(30000) as $i (0;[.])|tostring[255:]|.[:33]` @ `"[[<stripped: exceeds max depth>]]"`
          """)
  void a_pattern_filter_returns_the_same_as_in_jq(String filter, String answer) {
    assertAnswer(filter, answer);
  }

  private void assertAnswer(String filter, String answer) {
    var result =
        node.run(
            () ->
                node.containerd()
                    .execSync(container, List.of("jq", "-nc", filter), Duration.ofSeconds(10)));
    assertThat(result.stdout() + result.stderr()).isEqualTo(answer.replace('~', '\n') + "\n");
  }
}
