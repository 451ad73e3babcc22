package dev.cnilab.netsim.netfilter;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.kernel.TableMemory;
import dev.cnilab.netsim.link.Skb;
import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.netsim.route.RouteType;
import java.util.Optional;

/** What rules need from their namespace. */
public interface Surroundings {
  EventLoop loop();

  /** The memory of its tables. */
  TableMemory memory();

  /** The type of an address according to the routes. */
  RouteType typeOf(Ipv4Address address);

  /**
   * The new source of a masqueraded packet: an address of the link it leaves by. If that link has
   * none, like the veth of a Calico pod, it is an address of another link (inet_select_addr).
   *
   * @return empty if this host has no address; nf_nat_masquerade_ipv4 then drops the packet
   */
  Optional<Ipv4Address> masquerade(Skb skb, HookPoint at);

  /** Answers a rejected packet with an ICMP error or a TCP reset. */
  void reject(Skb skb, HookPoint at, RejectAnswer with);

  /** Writes a line to the kernel's log. */
  void log(String line);
}
