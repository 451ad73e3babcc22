package dev.cnilab.userland.netfilter.nft.parser;

import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.nftables.NftChain;
import dev.cnilab.netsim.nftables.NftTable;
import dev.cnilab.userland.netfilter.nft.syntax.NftFailure;
import dev.cnilab.userland.netfilter.nft.syntax.NftToken;
import dev.cnilab.userland.netfilter.nft.syntax.NftWords;

/** Parses a table in braces, as {@code nft list ruleset} prints it. */
final class TableBlock {
  /** Parses a rule into a chain. */
  @FunctionalInterface
  interface RuleReader {
    void read(NftChain chain, int index);
  }

  /** Parses a set after its opening brace. */
  @FunctionalInterface
  interface SetReader {
    void read(NftTable table, NftToken kind, NftToken name);
  }

  private final NftWords words;
  private final NftTable table;
  private final RuleReader rules;
  private final SetReader sets;

  TableBlock(NftWords words, NftTable table, RuleReader rules, SetReader sets) {
    this.words = words;
    this.table = table;
    this.rules = rules;
    this.sets = sets;
  }

  /** Parses up to the closing brace. Chains may refer to chains that come later. */
  void run() {
    NftWords ahead = words.copy();
    declareChains(ahead);
    words.skipSeparators();
    while (!words.take("}")) {
      NftToken kind = words.next();
      switch (kind.text()) {
        case "set", "map" -> {
          NftToken name = words.name();
          words.expect("{");
          sets.read(table, kind, name);
        }
        case "chain" -> chain();
        default -> throw NftFailure.unexpected(kind);
      }
      words.skipSeparators();
    }
  }

  private void declareChains(NftWords ahead) {
    int depth = 1;
    while (depth > 0 && ahead.peek().kind() != NftToken.Kind.END) {
      NftToken token = ahead.next();
      depth += token.is("{") ? 1 : token.is("}") ? -1 : 0;
      if (depth == 1 && token.is("chain")) {
        NftToken name = ahead.name();
        ahead.expect("{");
        NftChain.Declaration declaration = new Declarations(ahead).chain();
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
    NftChain chain = table.chain(words.name().text()).orElseThrow();
    words.expect("{");
    new Declarations(words).chain();
    words.skipSeparators();
    while (!words.take("}")) {
      rules.read(chain, chain.rules().size());
      words.skipSeparators();
    }
  }
}
