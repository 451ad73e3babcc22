package dev.cnilab.netsim.nftables;

import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.netfilter.Hook;
import dev.cnilab.netsim.netfilter.Netfilter;
import java.util.Locale;

/**
 * The type, hook and priority of a base chain, which packets enter from the hook.
 *
 * @param priority lower ones come first
 */
public record BaseChain(Type type, Hook hook, int priority) {
  /** The purpose of the chain. */
  public enum Type {
    FILTER,
    NAT,
    /** Like filter, but a packet of this host is routed again if its mark was changed. */
    ROUTE;

    /** The name in nft. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What happens to a packet that reaches the end of the chain. */
  public enum Policy {
    ACCEPT,
    DROP;

    /** The name in nft. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Checks that the kernel supports such a chain.
   *
   * @throws ErrnoException EOPNOTSUPP if it does not
   */
  public void require() {
    boolean known =
        switch (type) {
          case FILTER -> true;
          case NAT -> hook != Hook.FORWARD && priority > Netfilter.CONNTRACK;
          case ROUTE -> hook == Hook.OUTPUT;
        };
    if (!known) {
      throw new ErrnoException(Errno.EOPNOTSUPP);
    }
  }

  /** The hook's name in nft. */
  public String hookText() {
    return hook.name().toLowerCase(Locale.ROOT);
  }
}
