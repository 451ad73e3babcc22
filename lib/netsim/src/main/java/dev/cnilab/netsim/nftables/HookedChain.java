package dev.cnilab.netsim.nftables;

import dev.cnilab.netsim.conntrack.NatRules;
import dev.cnilab.netsim.link.Skb;
import dev.cnilab.netsim.netfilter.HookFunction;
import dev.cnilab.netsim.netfilter.HookPoint;
import dev.cnilab.netsim.netfilter.Surroundings;
import dev.cnilab.netsim.netfilter.Verdict;
import dev.cnilab.netsim.nftables.data.RuleVerdict;
import dev.cnilab.netsim.nftables.data.Style;
import dev.cnilab.netsim.nftables.expression.Subject;
import dev.cnilab.netsim.nftables.statement.Result;
import dev.cnilab.netsim.nftables.statement.Statement;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A base chain at its hook: runs its rules over packets (nft_do_chain). */
final class HookedChain implements HookFunction, NatRules {
  private final NftChain base;
  private final Surroundings surroundings;

  HookedChain(NftChain base, Surroundings surroundings) {
    this.base = base;
    this.surroundings = surroundings;
  }

  @Override
  public Verdict judge(Skb skb, HookPoint at) {
    return decide(skb, at).verdict();
  }

  @Override
  public Decision decide(Skb skb, HookPoint at) {
    NftTable table = base.table();
    Decision decision = run(base, new Subject(skb, at, surroundings, table::elements));
    if (decision != null) {
      return decision;
    }
    return base.policy() == BaseChain.Policy.ACCEPT ? Decision.NONE : dropped(base, "policy drop");
  }

  /** Runs a chain; null if the packet reached its end or was returned. */
  private @Nullable Decision run(NftChain chain, Subject subject) {
    for (NftRule rule : chain.rules()) {
      Result result = run(rule, subject);
      switch (result) {
        case Result.Next next -> {}
        case Result.Break none -> {}
        case Result.Translated translated -> {
          return new Decision(Verdict.ACCEPT, Optional.of(translated.mapping()));
        }
        case Result.Rejected rejected -> {
          return dropped(chain, rule.text(Style.PLAIN));
        }
        case Result.Decided(RuleVerdict.Accept accept) -> {
          return Decision.NONE;
        }
        case Result.Decided(RuleVerdict.Drop drop) -> {
          return dropped(chain, rule.text(Style.PLAIN));
        }
        case Result.Decided(RuleVerdict.Return back) -> {
          return null;
        }
        case Result.Decided(RuleVerdict.Continue on) -> {}
        case Result.Decided(RuleVerdict.Goto go) -> {
          return run(target(go.chain()), subject);
        }
        case Result.Decided(RuleVerdict.Jump jump) -> {
          Decision decision = run(target(jump.chain()), subject);
          if (decision != null) {
            return decision;
          }
        }
      }
    }
    return null;
  }

  private static Result run(NftRule rule, Subject subject) {
    for (Statement statement : rule.statements()) {
      Result result = statement.run(subject);
      if (result != Result.NEXT) {
        return result;
      }
    }
    return Result.NEXT;
  }

  private NftChain target(String name) {
    return base.table()
        .chain(name)
        .orElseThrow(() -> new IllegalStateException("a rule outlived the chain " + name));
  }

  private static Decision dropped(NftChain chain, String by) {
    NftTable table = chain.table();
    return new Decision(
        Verdict.drop(table.family() + " " + table.name() + " " + chain.name() + ": " + by),
        Optional.empty());
  }
}
