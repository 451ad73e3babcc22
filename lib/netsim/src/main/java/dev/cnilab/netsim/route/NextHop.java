package dev.cnilab.netsim.route;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.LinkAddress.Scope;
import dev.cnilab.netsim.sysctl.LinkSetting;
import org.jspecify.annotations.Nullable;

/**
 * By which link, and through which router, a route leads.
 *
 * @param gateway null if the destination is on the link itself
 * @param weight of this way among the route's next hops, 1 to 256
 * @param onlink whether the gateway was taken to be on the link without looking
 * @param scope how far away the next hop is: link for a router, host for the link itself, nowhere
 *     for an address of this host
 */
public record NextHop(
    Link device, @Nullable Ipv4Address gateway, int weight, boolean onlink, Scope scope) {
  /** Whether the link has lost its carrier, which {@code ip route} shows as linkdown. */
  public boolean isLinkDown() {
    return device.isUp() && !device.hasCarrier();
  }

  /**
   * Whether nothing may be sent here, as the link is down, or without a carrier where that counts.
   */
  public boolean isDead() {
    return scope != Scope.NOWHERE && (!device.isUp() || isIgnored());
  }

  private boolean isIgnored() {
    return device.conf().get(LinkSetting.IGNORE_ROUTES_WITH_LINKDOWN) != 0 && isLinkDown();
  }

  /** Whether the destination is a neighbour on the link. */
  public boolean isDirect() {
    return scope.compareTo(Scope.HOST) >= 0;
  }
}
