package dev.cnilab.netsim.iptables;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.iptables.match.Match;
import dev.cnilab.netsim.iptables.match.PacketMatch;
import dev.cnilab.netsim.kernel.TableMemory;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How much memory rules count for. */
class RuleWeightTest {
  private static final Match COMMENT = new Match.Comment("x".repeat(255));

  private final Table table =
      new Table(TableName.NAT, TableMemory.ofMachine(), TableRegistration.NONE);

  private static Rule rule(List<Match> matches) {
    return new Rule(matches, new Target.Accept());
  }

  @Test
  void a_usual_rule_counts_once_and_one_with_many_long_comments_many_times() {
    Match source = new PacketMatch.Source(Ipv4Prefix.of(Ipv4Address.LOOPBACK));
    assertThat(rule(List.of()).weight()).isEqualTo(1);
    assertThat(rule(List.of(source, source, source, COMMENT)).weight()).isEqualTo(2);
    assertThat(rule(Collections.nCopies(100, COMMENT)).weight()).isGreaterThan(100);
  }

  @Test
  void a_chain_weighs_what_its_rules_do_whatever_changes() {
    Chain chain = table.newChain("HEAVY");
    Rule heavy = rule(Collections.nCopies(100, COMMENT));
    Rule light = rule(List.of());

    chain.append(heavy);
    chain.append(light);
    assertThat(chain.weight()).isEqualTo(heavy.weight() + 1);
    chain.replace(0, light);
    assertThat(chain.weight()).isEqualTo(2);
    chain.rewrite(List.of(light, heavy, light));
    assertThat(chain.weight()).isEqualTo(heavy.weight() + 2);
    chain.delete(1);
    assertThat(chain.weight()).isEqualTo(2);
    chain.flush();
    assertThat(chain.weight()).isZero();
  }
}
