package dev.cnilab.netsim.netfilter;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.link.Skb;
import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.netsim.route.RouteType;

/** What rules need of the namespace they are in. */
public interface Surroundings {
  EventLoop loop();

  /** What the routes say an address is. */
  RouteType typeOf(Ipv4Address address);

  /** Answers a packet that is rejected with an ICMP error or a TCP reset. */
  void reject(Skb skb, HookPoint at, RejectAnswer with);

  /** Writes a line to the kernel's log. */
  void log(String line);
}
