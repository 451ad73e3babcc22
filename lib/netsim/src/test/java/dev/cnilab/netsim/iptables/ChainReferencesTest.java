package dev.cnilab.netsim.iptables;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.netsim.TestNetwork;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class ChainReferencesTest {
  @AutoClose private final TestNetwork lab = new TestNetwork();
  private final Table table = lab.on(() -> lab.namespace("a").iptables().table(TableName.FILTER));
  private final Chain from = lab.on(() -> table.newChain("FROM"));
  private final Chain to = lab.on(() -> table.newChain("TO"));

  private Rule jump() {
    return new Rule(List.of(), new Target.Jump(to));
  }

  @Test
  void a_chain_counts_the_rules_that_jump_to_it() {
    from.append(jump());
    from.insert(0, new Rule(List.of(), new Target.Goto(to)));
    assertThat(to.references()).isEqualTo(2);

    from.replace(0, jump());
    assertThat(to.references()).isEqualTo(2);
    from.delete(0);
    assertThat(to.references()).isEqualTo(1);
    from.flush();
    assertThat(to.references()).isZero();
  }
}
