package dev.cnilab.netsim.netfilter;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.link.Skb;
import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.netsim.route.RouteType;
import java.util.Optional;

/** What rules need of the namespace they are in. */
public interface Surroundings {
  EventLoop loop();

  /** What the routes say an address is. */
  RouteType typeOf(Ipv4Address address);

  /**
   * The address that a packet gets which is masqueraded: one of the link it leaves by, or where
   * that has none, as the veth pair of a pod that Calico has connected, one of another link
   * (inet_select_addr).
   *
   * @return empty if this host has no address; nf_nat_masquerade_ipv4 drops the packet then
   */
  Optional<Ipv4Address> masquerade(Skb skb, HookPoint at);

  /** Answers a packet that is rejected with an ICMP error or a TCP reset. */
  void reject(Skb skb, HookPoint at, RejectAnswer with);

  /** Writes a line to the kernel's log. */
  void log(String line);
}
