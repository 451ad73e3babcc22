package dev.cnilab.cluster.image.cilium.datapath;

import dev.cnilab.cluster.policy.PolicyType;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.conntrack.tuple.Tuple;
import dev.cnilab.netsim.link.Classifier.Action;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.Skb;
import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.netsim.packet.IcmpMessage;
import dev.cnilab.netsim.packet.Ipv4Packet;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The programs at a pod's link on the node: {@code from-container} at its ingress, {@code
 * to-container} at its egress. They keep running unchanged when the agent has ended.
 */
public final class EndpointPrograms {
  private static final Action PASS = new Action.Pass();

  private final CtMap connections;
  private final ServiceTranslation services;
  private final Set<Ipv4Address> host;
  private EndpointPolicy policy;

  /**
   * Programs for one pod.
   *
   * @param host the addresses of the pod's own node, which can always reach it because the kubelet
   *     probes it
   */
  public EndpointPrograms(
      EventLoop loop, CiliumServices services, Set<Ipv4Address> host, EndpointPolicy policy) {
    this.connections = new CtMap(loop);
    this.services = new ServiceTranslation(services, loop.random());
    this.host = Collections.unmodifiableSet(new LinkedHashSet<>(host));
    this.policy = policy;
  }

  /** Applies a new policy; existing connections are checked again as well. */
  public void enforce(EndpointPolicy other) {
    policy = other;
  }

  /** Attaches the programs, in place of earlier ones. */
  public void attach(Link onNode) {
    onNode.trafficControl().classifyIngress(this::fromContainer);
    onNode.trafficControl().classifyEgress(this::toContainer);
  }

  private Action fromContainer(Skb skb) {
    if (!(skb.payload() instanceof Ipv4Packet packet)) {
      return PASS;
    }
    Tuple tuple = Tuple.of(packet);
    if (tuple == null) {
      return withoutTuple(packet);
    }
    if (connections.isReply(tuple)) {
      return PASS;
    }
    return judge(PolicyType.EGRESS, services.toBackend(skb, tuple));
  }

  private Action toContainer(Skb skb) {
    if (!(skb.payload() instanceof Ipv4Packet packet)) {
      return PASS;
    }
    Tuple tuple = Tuple.of(packet);
    if (tuple == null) {
      return withoutTuple(packet);
    }
    if (connections.isReply(tuple)) {
      services.fromService(skb, tuple);
      return PASS;
    }
    return host.contains(packet.source()) ? noted(tuple) : judge(PolicyType.INGRESS, tuple);
  }

  private Action judge(PolicyType direction, Tuple tuple) {
    return policy.allows(direction, tuple)
        ? noted(tuple)
        : new Action.Drop(
            "Policy denied, %s %s -> %s"
                .formatted(
                    direction.type().toLowerCase(java.util.Locale.ROOT),
                    tuple.source(),
                    tuple.destination()));
  }

  private Action noted(Tuple tuple) {
    connections.note(tuple);
    return PASS;
  }

  /** An error passes if the packet it is about did; fragments pass, as their first one decides. */
  private Action withoutTuple(Ipv4Packet packet) {
    boolean unrelated =
        packet.payload() instanceof IcmpMessage icmp
            && icmp.isError()
            && !connections.isRelated(Tuple.of(icmp.quoted()));
    return unrelated ? new Action.Drop("CT: Unknown ICMP code") : PASS;
  }
}
