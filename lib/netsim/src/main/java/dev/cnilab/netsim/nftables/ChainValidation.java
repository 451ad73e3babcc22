package dev.cnilab.netsim.nftables;

import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.netfilter.Hook;
import dev.cnilab.netsim.nftables.expression.SetReference;
import dev.cnilab.netsim.nftables.statement.Statement;
import dev.cnilab.netsim.nftables.statement.Translate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Follows a table's chains from their hooks (nft_chain_validate). */
final class ChainValidation {
  private static final List<Hook> ANSWERING =
      List.of(Hook.PREROUTING, Hook.INPUT, Hook.FORWARD, Hook.OUTPUT);

  private final NftTable table;
  private final BaseChain base;
  private final Set<NftChain> done = new HashSet<>();
  private final Set<NftChain> underWay = new HashSet<>();

  private ChainValidation(NftTable table, BaseChain base) {
    this.table = table;
    this.base = base;
  }

  /**
   * Checks all parts of a table that packets can reach.
   *
   * @throws ErrnoException EMLINK if a chain leads back to itself, EOPNOTSUPP if a statement can be
   *     reached from a hook that does not support it
   */
  static void check(NftTable table) {
    for (NftChain chain : table.chains()) {
      chain.base().ifPresent(base -> new ChainValidation(table, base).check(chain));
    }
  }

  private void check(NftChain chain) {
    if (done.contains(chain)) {
      return;
    } else if (!underWay.add(chain)) {
      throw new ErrnoException(Errno.EMLINK);
    }
    for (NftRule rule : chain.rules()) {
      for (Statement statement : rule.statements()) {
        require(statement);
        targets(statement).forEach(name -> table.chain(name).ifPresent(this::check));
      }
    }
    underWay.remove(chain);
    done.add(chain);
  }

  private Stream<String> targets(Statement statement) {
    return statement instanceof Statement.LookUp lookUp
            && lookUp.map() instanceof SetReference.Named named
        ? References.chains(table.elements(named.name()))
        : References.chains(statement);
  }

  private void require(Statement statement) {
    boolean fits =
        switch (statement) {
          case Translate translate ->
              base.type() == BaseChain.Type.NAT && translate.hooks().contains(base.hook());
          case Statement.Reject reject -> ANSWERING.contains(base.hook());
          default -> true;
        };
    if (!fits) {
      throw new ErrnoException(Errno.EOPNOTSUPP);
    }
  }
}
