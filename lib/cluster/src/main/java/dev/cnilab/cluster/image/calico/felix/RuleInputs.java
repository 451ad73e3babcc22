package dev.cnilab.cluster.image.calico.felix;

import dev.cnilab.cluster.image.calico.datastore.IpPool;
import dev.cnilab.cluster.policy.PolicySnapshot;
import dev.cnilab.netsim.address.Ipv4Address;
import java.util.List;

/**
 * Everything that determines a node's rules.
 *
 * @param hosts the addresses of all nodes
 */
public record RuleInputs(PolicySnapshot policies, List<IpPool> pools, List<Ipv4Address> hosts) {}
