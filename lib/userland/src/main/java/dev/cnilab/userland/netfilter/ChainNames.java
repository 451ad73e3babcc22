package dev.cnilab.userland.netfilter;

import dev.cnilab.userland.netfilter.rule.IptablesFailure;
import dev.cnilab.userland.process.ProgramException;
import java.util.Set;

/** The names that a chain of one's own may have. */
final class ChainNames {
  /** The targets of Debian's iptables, after which no chain may be named. */
  private static final Set<String> TARGETS =
      Set.of(
          ("ACCEPT DROP QUEUE RETURN AUDIT CHECKSUM CLASSIFY CLUSTERIP CONNMARK CONNSECMARK CT DNAT"
                  + " DSCP ECN HMARK IDLETIMER LED LOG MARK MASQUERADE NETMAP NFLOG NFQUEUE NOTRACK"
                  + " RATEEST REDIRECT REJECT SECMARK SET SNAT SYNPROXY TCPMSS TCPOPTSTRIP TEE TOS"
                  + " TPROXY TRACE TTL ULOG")
              .split(" "));

  private static final int LONGEST_CHAIN = 29;

  private ChainNames() {}

  /**
   * Checks the name of a new chain.
   *
   * @throws ProgramException if no chain may have it
   */
  static void require(String name) throws ProgramException {
    if (name.length() >= LONGEST_CHAIN) {
      throw IptablesFailure.usage(
          "chain name `" + (name + "' too long (must be under " + LONGEST_CHAIN + " chars)"));
    }
    if (TARGETS.contains(name)) {
      throw IptablesFailure.usage("chain name may not clash with target name");
    }
    if (name.startsWith("-") || name.startsWith("!")) {
      throw IptablesFailure.usage("chain name not allowed to start with `" + name.charAt(0) + "'");
    }
    if (name.chars().anyMatch(Character::isWhitespace)) {
      throw IptablesFailure.usage("Invalid chain name `" + name + "'");
    }
  }
}
