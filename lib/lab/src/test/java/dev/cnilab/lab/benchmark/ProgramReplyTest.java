package dev.cnilab.lab.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.lab.fault.Culprit;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgramReplyTest {

  private static final Culprit ROUTE = new Culprit("route-missing", "node worker-1");
  private static final Culprit RULE = new Culprit("packets-dropped", "node worker-1");
  private static final Culprit OTHER = new Culprit("forwarding-off", "node worker-2");

  @Test
  void the_last_printed_object_is_the_answer() {
    assertThat(
            ProgramReply.parse(
                """
                thinking …
                {"causes": []}
                {"cause": "route-missing", "where": "node worker-1", "evidence": "ip route"}
                """))
        .isEqualTo(new ProgramReply(List.of(ROUTE), List.of("ip route")));
  }

  @Test
  void an_answer_may_have_several_lines_and_several_causes() {
    assertThat(
            ProgramReply.parse(
                    """
                    {"causes": [
                      {"cause": "route-missing", "where": "node worker-1"},
                      {"cause": "packets-dropped", "where": "node worker-1"}
                    ]}
                    """)
                .culprits())
        .containsExactly(ROUTE, RULE);
  }

  @Test
  void a_missing_answer_does_not_mean_that_nothing_is_wrong() {
    assertThat(ProgramReply.parse("{\"causes\": []}").culprits()).isEmpty();
    for (String none : List.of("", "all is well", "{}", "[]", "{\"healthy\": true}", "{")) {
      assertThat(IncidentScore.isRight(List.of(), ProgramReply.parse(none).culprits()))
          .as(none)
          .isFalse();
    }
  }

  @Test
  void a_right_answer_names_all_culprits_first_and_few_others() {
    assertThat(IncidentScore.isRight(List.of(ROUTE, RULE), List.of(RULE, ROUTE))).isTrue();
    assertThat(IncidentScore.isRight(List.of(ROUTE), List.of(ROUTE, RULE, OTHER))).isTrue();
    assertThat(IncidentScore.isRight(List.of(ROUTE, RULE), List.of(ROUTE))).isFalse();
    assertThat(IncidentScore.isRight(List.of(ROUTE), List.of(RULE, ROUTE))).isFalse();
    assertThat(
            IncidentScore.isRight(
                List.of(ROUTE), List.of(ROUTE, RULE, OTHER, new Culprit("more", "anywhere"))))
        .isFalse();
    assertThat(IncidentScore.isRight(List.of(), List.of(ROUTE))).isFalse();
  }
}
