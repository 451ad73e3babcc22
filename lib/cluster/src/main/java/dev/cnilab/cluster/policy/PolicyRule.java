package dev.cnilab.cluster.policy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.StreamSupport;

/** One item of {@code ingress} or {@code egress}: the peers and ports that it allows. */
public record PolicyRule(List<Peer> peers, List<PolicyPort> ports) {
  static PolicyRule of(JsonNode json, PolicyType direction) {
    JsonNode peers = json.path(direction.peers());
    JsonNode ports = json.path("ports");
    return new PolicyRule(
        peers.isEmpty()
            ? List.of(new Peer.Anyone())
            : StreamSupport.stream(peers.spliterator(), false).map(Peer::of).toList(),
        ports.isEmpty()
            ? List.of(new PolicyPort.Everything())
            : StreamSupport.stream(ports.spliterator(), false).map(PolicyPort::of).toList());
  }
}
