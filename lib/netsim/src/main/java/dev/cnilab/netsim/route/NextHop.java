package dev.cnilab.netsim.route;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.LinkAddress.Scope;
import dev.cnilab.netsim.sysctl.LinkSetting;
import org.jspecify.annotations.Nullable;

/**
 * A next hop of a route: a link, and optionally a router.
 *
 * @param gateway null if the destination is on the link itself
 * @param weight among the route's next hops, 1 to 256
 * @param onlink whether the gateway was assumed to be on the link without a check
 * @param scope how far away the next hop is: link for a router, host for the link itself, nowhere
 *     for an address of this host
 */
public record NextHop(
    Link device, @Nullable Ipv4Address gateway, int weight, boolean onlink, Scope scope) {
  /** Whether the link has lost its carrier, which {@code ip route} shows as linkdown. */
  public boolean isLinkDown() {
    return device.isUp() && !device.hasCarrier();
  }

  /** Whether nothing may be sent here: the link is down, or has no carrier where that matters. */
  public boolean isDead() {
    return scope != Scope.NOWHERE && (!device.isUp() || isIgnored());
  }

  private boolean isIgnored() {
    return device.conf().get(LinkSetting.IGNORE_ROUTES_WITH_LINKDOWN) != 0 && isLinkDown();
  }

  /** Whether the destination is directly on the link. */
  public boolean isDirect() {
    return scope.compareTo(Scope.HOST) >= 0;
  }
}
