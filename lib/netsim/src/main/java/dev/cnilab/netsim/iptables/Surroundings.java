package dev.cnilab.netsim.iptables;

import dev.cnilab.netsim.ipset.IpSets;

/** What rules need of the namespace they are in. */
public interface Surroundings extends dev.cnilab.netsim.netfilter.Surroundings {
  /** The sets that rules ask about. */
  IpSets sets();
}
