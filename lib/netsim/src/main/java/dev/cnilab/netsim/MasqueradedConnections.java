package dev.cnilab.netsim;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.conntrack.Connection;
import dev.cnilab.netsim.conntrack.ConnectionTracking;
import dev.cnilab.netsim.conntrack.Tracked;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.LinkAddress;
import dev.cnilab.netsim.link.LinkListener;
import dev.cnilab.netsim.link.Skb;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The connections whose source is masqueraded. They end when the link they left by goes down, or
 * when it loses the address that was their source (nf_nat_masquerade.c).
 */
final class MasqueradedConnections implements LinkListener {
  private final ConnectionTracking tracking;
  private final Set<Link> used = new HashSet<>();

  MasqueradedConnections(ConnectionTracking tracking) {
    this.tracking = tracking;
  }

  /** Notes that the connection of a packet has the source of a link. */
  void add(Skb skb, Link out) {
    Connection connection = Tracked.of(skb).connection();
    if (connection != null) {
      connection.masqueradeBehind(out);
      used.add(out);
    }
  }

  private void forget(Link link, Predicate<Connection> which) {
    if (used.contains(link)) {
      tracking.forget(each -> each.isMasqueradedBehind(link) && which.test(each));
    }
  }

  @Override
  public void linkAdded(Link link) {}

  @Override
  public void linkChanged(Link link) {
    if (!link.isUp()) {
      forget(link, any -> true);
    }
  }

  @Override
  public void linkRemoved(Link link) {
    forget(link, any -> true);
    used.remove(link);
  }

  @Override
  public void addressAdded(Link link, LinkAddress address) {}

  @Override
  public void addressRemoved(Link link, LinkAddress address) {
    Ipv4Address gone = address.address();
    forget(link, each -> each.reply().destination().equals(gone));
  }
}
