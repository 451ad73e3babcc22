package dev.cnilab.netsim.link;

/**
 * Notified of the links and addresses of a namespace as they change, like the groups RTNLGRP_LINK
 * and RTNLGRP_IPV4_IFADDR of rtnetlink(7). It must not change links itself.
 */
public interface LinkListener {
  /** A link was created here or moved here. */
  void linkAdded(Link link);

  /** A link has another state or another setting. */
  void linkChanged(Link link);

  /** A link was deleted or moved away. */
  void linkRemoved(Link link);

  void addressAdded(Link link, LinkAddress address);

  void addressRemoved(Link link, LinkAddress address);
}
