package dev.cnilab.userland.netfilter.nft.parser;

import dev.cnilab.netsim.errno.ErrnoException;
import dev.cnilab.netsim.nftables.Chain;
import dev.cnilab.netsim.nftables.Table;
import dev.cnilab.userland.netfilter.nft.syntax.NftFailure;
import dev.cnilab.userland.netfilter.nft.syntax.Token;
import dev.cnilab.userland.netfilter.nft.syntax.Words;

/** Parses a table in braces, as {@code nft list ruleset} prints it. */
final class TableBlock {
  /** Parses a rule into a chain. */
  @FunctionalInterface
  interface RuleReader {
    void read(Chain chain, int index);
  }

  /** Parses a set after its opening brace. */
  @FunctionalInterface
  interface SetReader {
    void read(Table table, Token kind, Token name);
  }

  private final Words words;
  private final Table table;
  private final RuleReader rules;
  private final SetReader sets;

  TableBlock(Words words, Table table, RuleReader rules, SetReader sets) {
    this.words = words;
    this.table = table;
    this.rules = rules;
    this.sets = sets;
  }

  /** Parses up to the closing brace. Chains may refer to chains that come later. */
  void run() {
    Words ahead = words.copy();
    declareChains(ahead);
    words.skipSeparators();
    while (!words.take("}")) {
      Token kind = words.next();
      switch (kind.text()) {
        case "set", "map" -> {
          Token name = words.name();
          words.expect("{");
          sets.read(table, kind, name);
        }
        case "chain" -> chain();
        default -> throw NftFailure.unexpected(kind);
      }
      words.skipSeparators();
    }
  }

  private void declareChains(Words ahead) {
    int depth = 1;
    while (depth > 0 && ahead.peek().kind() != Token.Kind.END) {
      Token token = ahead.next();
      depth += token.is("{") ? 1 : token.is("}") ? -1 : 0;
      if (depth == 1 && token.is("chain")) {
        Token name = ahead.name();
        ahead.expect("{");
        Chain.Declaration declaration = new Declarations(ahead).chain();
        try {
          table.addChain(name.text(), declaration);
        } catch (ErrnoException refused) {
          throw NftFailure.kernel(name, refused);
        }
        depth++;
      }
    }
  }

  private void chain() {
    Chain chain = table.chain(words.name().text()).orElseThrow();
    words.expect("{");
    new Declarations(words).chain();
    words.skipSeparators();
    while (!words.take("}")) {
      rules.read(chain, chain.rules().size());
      words.skipSeparators();
    }
  }
}
