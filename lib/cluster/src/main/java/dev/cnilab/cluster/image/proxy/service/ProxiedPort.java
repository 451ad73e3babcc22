package dev.cnilab.cluster.image.proxy.service;

import dev.cnilab.netsim.iptables.Target;
import dev.cnilab.netsim.netfilter.RejectAnswer;

/** A port of a Service, and what is behind it on this node. */
public record ProxiedPort(ServicePort port, EndpointChoice choice) {
  /** Why a policy has nowhere to send its traffic to. */
  public String lack() {
    return port + (choice.any() ? " has no local endpoints" : " has no endpoints");
  }

  /** What becomes of such traffic. */
  public Target refusal() {
    return choice.any() ? new Target.Drop() : new Target.Reject(RejectAnswer.ICMP_PORT_UNREACHABLE);
  }
}
