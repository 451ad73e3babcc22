package dev.cnilab.cluster.image.proxy.service;

import dev.cnilab.netsim.iptables.Target;
import dev.cnilab.netsim.netfilter.RejectAnswer;

/** A port of a Service, with its endpoints from the view of this node. */
public record ProxiedPort(ServicePort port, EndpointChoice choice) {
  /** Why a policy has no endpoint for its traffic. */
  public String lack() {
    return port + (choice.any() ? " has no local endpoints" : " has no endpoints");
  }

  /** Whether such traffic is dropped: endpoints on other nodes could answer it. */
  public boolean isDropped() {
    return choice.any();
  }

  /** What happens to such traffic. */
  public Target refusal() {
    return isDropped() ? new Target.Drop() : new Target.Reject(RejectAnswer.ICMP_PORT_UNREACHABLE);
  }
}
