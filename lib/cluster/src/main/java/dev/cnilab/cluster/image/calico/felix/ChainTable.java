package dev.cnilab.cluster.image.calico.felix;

import dev.cnilab.netsim.iptables.Chain;
import dev.cnilab.netsim.iptables.Rule;
import dev.cnilab.netsim.iptables.Table;
import dev.cnilab.netsim.iptables.Target;
import dev.cnilab.netsim.iptables.match.Match;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Felix's chains in one table: collected first, then written where they differ. Each rule carries a
 * comment with a hash by which Felix recognizes its own rules; the hash covers the preceding rules.
 */
final class ChainTable {
  private static final String OWN = "cali-";
  private static final int HASH_LETTERS = 16;

  private final Table table;
  private final Map<String, List<Rule>> wanted = new LinkedHashMap<>();
  private final Map<String, String> hashes = new LinkedHashMap<>();

  ChainTable(Table table) {
    this.table = table;
  }

  /** Declares a chain, which may stay without rules. */
  ChainTable chain(String name) {
    wanted.computeIfAbsent(name, any -> new ArrayList<>());
    return this;
  }

  ChainTable add(String chain, List<Match> matches, Target target) {
    chain(chain);
    wanted.getOrDefault(chain, List.of()).add(hashed(chain, matches, target));
    return this;
  }

  Target jump(String chain) {
    return new Target.Jump(table.ensureChain(chain));
  }

  Target go(String chain) {
    return new Target.Goto(table.ensureChain(chain));
  }

  /** A rule with its hash where iptables lists it: after the matches that need no extension. */
  private Rule hashed(String chain, List<Match> matches, Target target) {
    String text = new Rule(matches, target).toString();
    String hash = LimitedId.hash(hashes.getOrDefault(chain, chain) + text);
    hashes.put(chain, hash);
    List<Match> all = new ArrayList<>(matches);
    int plain = 0;
    while (plain < all.size() && all.get(plain).extension().isEmpty()) {
      plain++;
    }
    all.add(plain, new Match.Comment("cali:" + hash.substring(0, HASH_LETTERS)));
    return new Rule(all, target);
  }

  /**
   * Makes one of our rules the first of a built-in chain, whatever other programs have added in the
   * meantime.
   */
  void enterFirst(String builtIn, String chain) {
    Rule entry = hashed(builtIn, List.of(), jump(chain));
    Chain from = table.ensureChain(builtIn);
    if (from.rules().isEmpty() || !from.rules().getFirst().toString().equals(entry.toString())) {
      remove(from, entry);
      from.insert(0, entry);
    }
  }

  /** Makes one of our rules the last of a built-in chain. */
  void enterLast(String builtIn, List<Match> matches, Target target) {
    table.ensureChain(builtIn).ensureLast(hashed(builtIn, matches, target));
  }

  private static void remove(Chain from, Rule rule) {
    for (int i = from.rules().size() - 1; i >= 0; i--) {
      if (from.rules().get(i).toString().equals(rule.toString())) {
        from.delete(i);
      }
    }
  }

  /** Writes what differs, and removes our chains that are no longer needed. */
  void commit() {
    wanted.forEach(
        (name, rules) -> {
          Chain chain = table.ensureChain(name);
          if (!texts(chain.rules()).equals(texts(rules))) {
            chain.flush();
            rules.forEach(chain::append);
          }
        });
    table.removeChains(name -> name.startsWith(OWN) && !wanted.containsKey(name));
  }

  private static List<String> texts(List<Rule> rules) {
    return rules.stream().map(Rule::toString).toList();
  }
}
