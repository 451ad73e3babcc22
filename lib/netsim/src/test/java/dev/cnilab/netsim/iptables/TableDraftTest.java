package dev.cnilab.netsim.iptables;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.netsim.TestNetwork;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class TableDraftTest {
  @AutoClose private final TestNetwork lab = new TestNetwork();
  private final Table table = lab.on(() -> lab.namespace("a").iptables().table(TableName.FILTER));
  private final Chain from = lab.on(() -> table.newChain("FROM"));
  private final Chain to = lab.on(() -> table.newChain("TO"));

  private static Rule rule() {
    return new Rule(List.of(), new Target.Accept());
  }

  @Test
  void a_draft_has_no_effect_before_it_is_adopted() {
    from.append(new Rule(List.of(), new Target.Jump(to)));
    long changes = table.changes();
    Table draft = table.draft();
    draft.newChain("NEW").append(rule());
    draft.chain("FROM").orElseThrow().flush();
    draft.chain("FORWARD").orElseThrow().setPolicy(Chain.Policy.DROP);

    assertThat(table.changes()).isEqualTo(changes);
    assertThat(table.chain("NEW")).isEmpty();
    assertThat(from.rules()).hasSize(1);
    assertThat(to.references()).isEqualTo(1);

    table.adopt(draft);
    assertThat(table.chain("NEW").orElseThrow().rules()).hasSize(1);
    assertThat(table.chain("FORWARD").orElseThrow().policy()).contains(Chain.Policy.DROP);
    assertThat(from.rules()).isEmpty();
    assertThat(to.references()).isZero();
    assertThat(table.changes()).isGreaterThan(changes);
  }

  @Test
  void rules_of_an_adopted_draft_jump_to_the_chains_of_the_table() {
    Table draft = table.draft();
    Chain there = draft.chain("TO").orElseThrow();
    draft.chain("FROM").orElseThrow().append(new Rule(List.of(), new Target.Jump(there)));
    draft.chain("FROM").orElseThrow().append(new Rule(List.of(), new Target.Goto(there)));
    assertThat(there).isNotSameAs(to);
    table.adopt(draft);

    assertThat(from.rules())
        .extracting(Rule::target)
        .containsExactly(new Target.Jump(to), new Target.Goto(to));
    assertThat(to.references()).isEqualTo(2);
  }

  @Test
  void rules_that_a_draft_keeps_keep_their_counters() {
    Rule stays = rule();
    from.append(stays);
    Rule jumps = new Rule(List.of(), new Target.Jump(to));
    from.append(jumps);
    Table draft = table.draft();
    stays.counters().count(100);
    jumps.counters().count(50);
    table.adopt(draft);

    assertThat(from.rules().getFirst().counters().packets()).isEqualTo(1);
    assertThat(from.rules().getLast().counters().bytes()).isEqualTo(50);
  }

  @Test
  void adopting_a_draft_deletes_the_chains_that_it_lacks() {
    from.append(new Rule(List.of(), new Target.Jump(to)));
    Table draft = table.draft();
    draft.chain("FROM").orElseThrow().flush();
    draft.deleteChain("FROM");
    table.adopt(draft);

    assertThat(table.chain("FROM")).isEmpty();
    assertThat(to.references()).isZero();
  }
}
