package dev.cnilab.cluster.image.proxy.service;

import dev.cnilab.cluster.image.proxy.service.ServicePort.Policy;
import dev.cnilab.netsim.conntrack.Connection;
import dev.cnilab.netsim.conntrack.ConnectionTracking;
import dev.cnilab.netsim.conntrack.tuple.Translation;
import dev.cnilab.netsim.packet.UdpDatagram;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Removes stale UDP flows: UDP has no end, so flows to removed endpoints would continue forever
 * (conntrack cleanup).
 */
public record StaleFlows(ConnectionTracking connections) {
  /** Removes the flows of Services with endpoints that lead to something else. */
  public void forget(List<ProxiedPort> ports) {
    Map<String, Set<String>> alive = new HashMap<>();
    for (ProxiedPort port : ports) {
      if (port.port().protocol().equals("udp") && port.choice().any()) {
        Set<String> endpoints = new HashSet<>();
        for (Policy policy : Policy.values()) {
          port.choice().of(policy).forEach(each -> endpoints.add(each.toString()));
        }
        alive.put(port.port().clusterIp() + ":" + port.port().number(), endpoints);
      }
    }
    connections.forget(flow -> isStale(flow, alive));
  }

  private static boolean isStale(Connection flow, Map<String, Set<String>> alive) {
    if (flow.original().protocol() != UdpDatagram.PROTOCOL) {
      return false;
    }
    Set<String> endpoints =
        alive.get(flow.original().destination() + ":" + flow.original().destinationPort());
    return endpoints != null
        && !(flow.isTranslated(Translation.DESTINATION)
            && endpoints.contains(flow.reply().source() + ":" + flow.reply().sourcePort()));
  }
}
