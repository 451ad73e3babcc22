package dev.cnilab.netsim.iptables;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.ipset.IpSets;
import dev.cnilab.netsim.link.Skb;
import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.netsim.netfilter.HookPoint;
import dev.cnilab.netsim.route.RouteType;

/** What rules need of the namespace they are in. */
public interface Surroundings {
  EventLoop loop();

  /** What the routes say an address is, as for the match addrtype. */
  RouteType typeOf(Ipv4Address address);

  /** Answers a packet with the ICMP error or the TCP reset that a rejection stands for. */
  void reject(Skb skb, HookPoint at, Target.Reject how);

  /** The sets that rules ask about. */
  IpSets sets();

  /** Writes a line to the kernel's log. */
  void log(String line);
}
