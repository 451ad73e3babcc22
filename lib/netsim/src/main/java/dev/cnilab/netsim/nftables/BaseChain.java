package dev.cnilab.netsim.nftables;

import dev.cnilab.netsim.errno.Errno;
import dev.cnilab.netsim.errno.ErrnoException;
import dev.cnilab.netsim.netfilter.Hook;
import dev.cnilab.netsim.netfilter.Netfilter;
import java.util.Locale;

/**
 * Where a chain that packets enter by themselves stands.
 *
 * @param priority the lower, the earlier
 */
public record BaseChain(Type type, Hook hook, int priority) {
  /** What the chain is for. */
  public enum Type {
    FILTER,
    NAT,
    /** As filter; a packet of this host whose mark it changes is routed again. */
    ROUTE;

    /** As nft names it. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What becomes of a packet that comes to the end of the chain. */
  public enum Policy {
    ACCEPT,
    DROP;

    /** As nft names it. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Checks that the kernel has such chains.
   *
   * @throws ErrnoException EOPNOTSUPP if it has not
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

  /** The hook as nft names it. */
  public String hookText() {
    return hook.name().toLowerCase(Locale.ROOT);
  }
}
