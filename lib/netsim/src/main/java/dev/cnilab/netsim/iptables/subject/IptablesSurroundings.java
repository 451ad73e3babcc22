package dev.cnilab.netsim.iptables.subject;

import dev.cnilab.netsim.ipset.IpSets;

/** What rules need from their namespace. */
public interface IptablesSurroundings extends dev.cnilab.netsim.netfilter.Surroundings {
  /** The sets that rules match against. */
  IpSets sets();
}
